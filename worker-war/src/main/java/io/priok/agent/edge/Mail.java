package io.priok.agent.edge;

import io.priok.json.Json;
import io.priok.message.Queues;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;

/** Reads messages of the managers; what cannot be read is thrown, so that the broker puts it aside. */
final class Mail {
    private Mail() {}

    static String kind(Message message) {
        try {
            return String.valueOf(message.getStringProperty(Queues.KIND));
        } catch (JMSException e) {
            throw thrown(e);
        }
    }

    static <T> T body(Message message, Class<T> type) {
        try {
            return Json.read(message.getBody(String.class), type);
        } catch (JMSException e) {
            throw thrown(e);
        }
    }

    private static JMSRuntimeException thrown(JMSException e) {
        return new JMSRuntimeException(e.getMessage(), e.getErrorCode(), e);
    }
}
