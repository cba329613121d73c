package io.priok.e2e.nemesis;

/** What can be done to hosts. The weight says how often it is, compared with the others. */
enum Fault {
    SERVER_KILLED(Reach.HOST, 4, "kill -9 of the server"),
    SERVER_STOPPED(Reach.HOST, 2, "orderly stop of the server"),
    POWER_FAILED(Reach.HOST, 3, "power failure of the host"),
    CUT(Reach.HOST, 4, "cut off from all"),
    DEAF_TO_ONE(Reach.PAIR, 2, "one no longer hears one other"),
    CUT_FROM_ONE(Reach.PAIR, 2, "two cut off from each other"),
    LOSSY(Reach.HOST, 2, "a share of its packets is lost"),
    FLAPPING(Reach.HOST, 2, "link off and on every second"),
    SERVER_PAUSED(Reach.HOST, 4, "the server sleeps"),
    HOST_PAUSED(Reach.HOST, 1, "everything on the host sleeps"),
    ENGINE_KILLED(Reach.ENGINE, 2, "kill -9 of the engine"),
    ALL_SERVERS_KILLED(Reach.ALL, 1, "kill -9 of all servers"),
    ALL_POWER_FAILED(Reach.ALL, 1, "power failure of all hosts"),
    ALL_CUT(Reach.ALL, 1, "every host alone");

    /** Whom it takes from the managers: one, one link, none but tasks, or the majority. */
    enum Reach {
        HOST,
        PAIR,
        ENGINE,
        ALL
    }

    private final Reach reach;
    private final int weight;
    private final String words;

    Fault(Reach reach, int weight, String words) {
        this.reach = reach;
        this.weight = weight;
        this.words = words;
    }

    Reach reach() {
        return reach;
    }

    int weight() {
        return weight;
    }

    String words() {
        return words;
    }

    boolean takesMajority() {
        return reach == Reach.ALL;
    }
}
