package io.priok.broker;

/** The broker did not do what was asked: it is full, closing, or does not know the secret. The message may be sent again. */
public final class BrokerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokerException(String message, Throwable cause) {
        super(message, cause);
    }
}
