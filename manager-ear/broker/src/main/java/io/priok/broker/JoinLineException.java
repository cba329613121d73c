package io.priok.broker;

/** No answer came over a {@link JoinLine}; which kind it is says why. */
public abstract sealed class JoinLineException extends Exception {
    private static final long serialVersionUID = 1L;

    JoinLineException(String message) {
        super(message);
    }

    JoinLineException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The host is there, and nothing listens on the port. */
    public static final class Refused extends JoinLineException {
        private static final long serialVersionUID = 1L;

        Refused(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The host cannot be reached, or what listens there is silent for too long. The ask may have arrived. */
    public static final class NoAnswer extends JoinLineException {
        private static final long serialVersionUID = 1L;

        NoAnswer(String message) {
            super(message);
        }

        NoAnswer(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Something else than a manager listens there. */
    public static final class NotAManager extends JoinLineException {
        private static final long serialVersionUID = 1L;

        NotAManager(String message) {
            super(message);
        }

        NotAManager(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
