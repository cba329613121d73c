package io.priok.broker;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/** Our messages as Artemis's, in the shape that JMS clients read as text and bytes messages. */
final class CoreMessages {
    private CoreMessages() {}

    static ClientMessage write(ClientSession session, Body body, Map<String, String> properties) {
        ClientMessage message;
        if (body instanceof Body.Text text) {
            message = session.createMessage(Message.TEXT_TYPE, false);
            message.getBodyBuffer().writeNullableSimpleString(SimpleString.of(text.value()));
        } else {
            message = session.createMessage(Message.BYTES_TYPE, false);
            message.getBodyBuffer().writeBytes(((Body.Bytes) body).value().duplicate());
        }
        message.setRoutingType(RoutingType.ANYCAST);
        properties.forEach(message::putStringProperty);
        return message;
    }

    static Delivery read(ClientMessage message) {
        return new Delivery(body(message), properties(message), message.getDeliveryCount());
    }

    private static Body body(ClientMessage message) {
        if (message.getType() == Message.TEXT_TYPE) {
            SimpleString text = message.getBodyBuffer().readNullableSimpleString();
            return new Body.Text(text == null ? "" : text.toString());
        }
        byte[] bytes = new byte[message.getBodyBuffer().readableBytes()];
        message.getBodyBuffer().readBytes(bytes);
        return new Body.Bytes(ByteBuffer.wrap(bytes));
    }

    /** Properties that the transport adds begin with an underscore or with its own name; they are not the sender's. */
    private static Map<String, String> properties(ClientMessage message) {
        Map<String, String> read = new HashMap<>();
        for (SimpleString name : message.getPropertyNames()) {
            if (!name.startsWith(SimpleString.of("_"))
                    && message.getObjectProperty(name) instanceof SimpleString value) {
                read.put(name.toString(), value.toString());
            }
        }
        return read;
    }
}
