package io.priok.console.tasks;

import io.priok.console.frame.Tone;

/**
 * A task as lists show it.
 *
 * @param name {@code web.1}, or {@code web} on its node for a global service
 * @param nodeId empty while it has no node
 * @param state the word of the command line
 * @param desired what the managers want to become of it
 * @param wanted true while it is what its service asks for, false once it is history
 * @param age since it is in this state
 * @param since the same as an instant
 * @param why it waits, was rejected or failed; empty when nothing is wrong
 */
public record TaskRow(
        String id,
        String shortId,
        String name,
        String serviceId,
        String serviceName,
        String nodeId,
        String nodeName,
        String image,
        String state,
        Tone tone,
        String desired,
        boolean wanted,
        String age,
        String since,
        String why) {
    /** True while it still runs but is not to: its service wants fewer, or another in its place. */
    public boolean isLeaving() {
        return wanted && (desired.equals("shutdown") || desired.equals("remove"));
    }
}
