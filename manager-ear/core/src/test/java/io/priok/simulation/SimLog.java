package io.priok.simulation;

import io.priok.image.Application;
import io.priok.image.Image;
import io.priok.state.Transaction;
import java.util.ArrayList;
import java.util.List;

/** The totally ordered log, and the image of one who applies each entry the moment it is in: the truth that invariants ask. */
final class SimLog {
    private final Guards guards;
    private final Invariants invariants;
    private final List<Transaction> entries = new ArrayList<>();
    private Image truth = Image.empty();

    SimLog(Guards guards, Invariants invariants) {
        this.guards = guards;
        this.invariants = invariants;
    }

    long append(Transaction transaction) {
        entries.add(transaction);
        long index = entries.size();
        Image before = truth;
        Application application = applied(truth, index);
        truth = application.image();
        invariants.entryApplied(transaction, before, application);
        return index;
    }

    long end() {
        return entries.size();
    }

    Image truth() {
        return truth;
    }

    /** The next image of a manager that is at {@code index - 1}. */
    Application applied(Image image, long index) {
        return image.apply(index, guards.atApply().seenAt(index, entries.get((int) index - 1)));
    }
}
