package io.priok.agent.edge;

import io.priok.message.Instruction;
import io.priok.message.LogRequest;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** The leader's instructions, and requests for logs. */
@MessageDriven(
        activationConfig =
                @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Queue"))
public class ControlBean implements MessageListener {
    @Inject
    private Worker worker;

    @Override
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public void onMessage(Message message) {
        String kind = Mail.kind(message);
        if (kind.equals(Instruction.class.getSimpleName())) {
            worker.agent().instruct(Mail.body(message, Instruction.class));
        } else if (kind.equals(LogRequest.class.getSimpleName())) {
            worker.agent().read(Mail.body(message, LogRequest.class));
        } else {
            throw new IllegalArgumentException("not a message for an agent: " + kind);
        }
    }
}
