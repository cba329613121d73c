package io.priok.agent;

/** Which leader's which log entry a piece of news was made from: later terms are newer, then later indexes. */
public record News(long term, long index) implements Comparable<News> {
    public static final News NONE = new News(0, 0);

    @Override
    public int compareTo(News other) {
        return term == other.term ? Long.compare(index, other.index) : Long.compare(term, other.term);
    }

    public boolean isOlderThan(News other) {
        return compareTo(other) < 0;
    }
}
