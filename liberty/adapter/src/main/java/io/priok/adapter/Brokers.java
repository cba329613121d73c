package io.priok.adapter;

import java.util.List;

/** What a connection is made with. Two equal values mean that a connection made with one is still right for the other. */
record Brokers(List<BrokerAddress> addresses, String password) {

    Brokers {
        addresses = List.copyOf(addresses);
    }

    /** Leaves the password out: this text ends up in logs. */
    @Override
    public String toString() {
        return addresses.toString();
    }
}
