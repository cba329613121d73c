package io.priok.agent;

/** Sends messages to the managers. */
public interface Postbox {
    /**
     * Returns when a broker has the message.
     *
     * @param message a record of {@link io.priok.message}
     * @throws Undelivered when no broker took it, or it is not known that one did
     */
    void send(String queue, Object message, Care care) throws Undelivered;

    enum Care {
        /** The broker keeps it until it is read. */
        KEEP,
        /** Worth nothing after a few seconds. */
        FRESH_ONLY
    }

    /** No broker took the message. */
    final class Undelivered extends Exception {
        private static final long serialVersionUID = 1L;

        public Undelivered(Throwable cause) {
            super(cause);
        }
    }
}
