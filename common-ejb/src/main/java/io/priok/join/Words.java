package io.priok.join;

import io.priok.domain.Refusal;

/** What both sides must say alike. */
final class Words {
    private Words() {}

    /** What the proof of an ask is about. A nonce has no line end, so no two asks come to the same text. */
    static String shown(String nonce, String joiner) {
        return nonce + "\n" + joiner;
    }

    /** The context under which an admission is sealed: it opens for this attempt alone. */
    static String admission(String nonce) {
        return "admission:" + nonce;
    }

    /** A kind that a newer manager may know and this node does not counts as unknown. */
    static Refusal.Kind kind(String name) {
        for (Refusal.Kind kind : Refusal.Kind.values()) {
            if (kind.name().equals(name)) {
                return kind;
            }
        }
        return Refusal.Kind.UNKNOWN;
    }
}
