package io.priok.message;

import io.priok.domain.Task;
import io.priok.domain.spec.Copies;

/**
 * One task as the leader wants it.
 *
 * @param task whole: spec, desired state and version
 * @param nodeHostname name of the node, for templates
 * @param remove true when the managers no longer keep the task: stop it and forget it
 */
public record TaskAssignment(Task task, String nodeHostname, boolean remove) {
    public TaskAssignment {
        nodeHostname = Copies.text(nodeHostname);
    }
}
