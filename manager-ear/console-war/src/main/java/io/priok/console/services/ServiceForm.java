package io.priok.console.services;

/**
 * A new service as typed. Nothing is trimmed or checked yet.
 *
 * @param mode {@code replicated} or {@code global}
 * @param ports one a line or separated by spaces, as behind {@code -p}
 * @param env {@code NAME=value}, one a line
 * @param command words for the container, quoted as in a shell
 * @param constraints one a line
 */
public record ServiceForm(
        String name,
        String image,
        String mode,
        String replicas,
        String ports,
        String env,
        String command,
        String constraints) {
    static final String GLOBAL = "global";

    /** The fields, in the order in which they are looked at. */
    public enum Field {
        IMAGE,
        NAME,
        MODE,
        REPLICAS,
        PORTS,
        ENV,
        COMMAND,
        CONSTRAINTS
    }

    boolean isGlobal() {
        return mode.equals(GLOBAL);
    }
}
