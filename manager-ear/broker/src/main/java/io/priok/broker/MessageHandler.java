package io.priok.broker;

/** What a consumer does with a message. */
@FunctionalInterface
public interface MessageHandler {

    /** Returns when the message is dealt with. Any exception brings it back later, and at last to the dead letters. */
    void handle(Delivery delivery) throws Exception;
}
