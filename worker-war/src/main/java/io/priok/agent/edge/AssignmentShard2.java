package io.priok.agent.edge;

import io.priok.message.Assignments;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** Assignments of shard 2; one session, so that they stay in order. */
@MessageDriven(
        activationConfig =
                @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Queue"))
public class AssignmentShard2 implements MessageListener {
    @Inject
    private Worker worker;

    @Override
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public void onMessage(Message message) {
        worker.agent().assign(Mail.body(message, Assignments.class));
    }
}
