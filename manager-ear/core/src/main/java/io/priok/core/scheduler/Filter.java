package io.priok.core.scheduler;

/** One reason why a node may not take a task. */
interface Filter {
    boolean accepts(Bin bin);

    /** Why nodes were refused, in SwarmKit's words. */
    String explain(int nodes);

    /** {@code what on 1 node}, or {@code what on 2 nodes}. */
    static String on(String what, int nodes) {
        return what + " on " + count(nodes);
    }

    static String count(int nodes) {
        return nodes == 1 ? "1 node" : nodes + " nodes";
    }
}
