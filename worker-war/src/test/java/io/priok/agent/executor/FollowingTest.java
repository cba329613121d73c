package io.priok.agent.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FollowingTest {
    private final List<String> told = new ArrayList<>();

    private Following<String> following() {
        Following<String> following = new Following<>(
                told::add,
                thrown -> told.add((thrown == null ? "end" : thrown.getMessage())
                        + (Thread.currentThread().isInterrupted() ? " interrupted" : "")));
        // What the library does when a stream is closed.
        following.onStart(() -> Thread.currentThread().interrupt());
        return following;
    }

    @AfterEach
    void calm() {
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void tellsTheEndBeforeItsThreadIsInterrupted() {
        Following<String> following = following();
        following.onNext("one");
        following.onComplete();
        following.onComplete();
        assertThat(told).containsExactly("one", "end");
    }

    @Test
    void tellsAFailureOnce() {
        Following<String> following = following();
        following.onError(new IllegalStateException("gone"));
        following.onComplete();
        assertThat(told).containsExactly("gone");
    }

    @Test
    void saysNothingMoreOnceClosed() {
        Following<String> following = following();
        following.close();
        following.onNext("late");
        following.onComplete();
        assertThat(told).isEmpty();
    }
}
