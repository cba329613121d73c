package io.priok.agent.executor;

import com.github.dockerjava.api.async.ResultCallback;
import io.priok.agent.Engine;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A stream from the engine; its end is told once, and not when it was closed from here. */
final class Following<T> extends ResultCallback.Adapter<T> implements Engine.Stream {
    private final Consumer<T> each;
    private final Consumer<@Nullable Throwable> end;
    private final AtomicBoolean over = new AtomicBoolean();

    /** @param end told null when the engine ended it, or what went wrong */
    Following(Consumer<T> each, Consumer<@Nullable Throwable> end) {
        this.each = each;
        this.end = end;
    }

    @Override
    public void onNext(T item) {
        if (!over.get()) {
            each.accept(item);
        }
    }

    @Override
    public void onError(Throwable thrown) {
        boolean first = over.compareAndSet(false, true);
        super.onError(thrown);
        if (first) {
            end.accept(thrown);
        }
    }

    @Override
    public void onComplete() {
        boolean first = over.compareAndSet(false, true);
        super.onComplete();
        if (first) {
            end.accept(null);
        }
    }

    @Override
    public void close() {
        over.set(true);
        try {
            super.close();
        } catch (IOException e) {
            // It is closed all the same: the socket is gone.
        }
    }
}
