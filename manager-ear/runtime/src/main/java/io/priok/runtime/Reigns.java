package io.priok.runtime;

import java.util.List;

/** Several that follow one reign, in order, and leave it in the reverse. */
record Reigns(List<Leadership.Reign> all) implements Leadership.Reign {
    static Reigns of(Leadership.Reign... all) {
        return new Reigns(List.of(all));
    }

    @Override
    public void begin(long term) {
        all.forEach(reign -> reign.begin(term));
    }

    @Override
    public void end() {
        for (int i = all.size() - 1; i >= 0; i--) {
            all.get(i).end();
        }
    }
}
