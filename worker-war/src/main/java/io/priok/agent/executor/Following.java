package io.priok.agent.executor;

import com.github.dockerjava.api.async.ResultCallback;
import io.priok.agent.Engine;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A stream from the engine; its end is told once, and not when it was closed from here. */
final class Following<T> extends ResultCallback.Adapter<T> implements Engine.Stream {
    private final Consumer<T> each;
    private final Consumer<@Nullable Throwable> end;
    private final AtomicBoolean over = new AtomicBoolean();
    private final CountDownLatch settled = new CountDownLatch(1);
    private volatile boolean begun;

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
    public void onStart(Closeable stream) {
        super.onStart(stream);
        begun = true;
        settled.countDown();
    }

    /** False when it failed at once, or the engine has not answered in time. */
    boolean awaitBegin(Duration longest) throws InterruptedException {
        return settled.await(longest.toMillis(), TimeUnit.MILLISECONDS) && begun;
    }

    /** Without the library's own log line: whoever follows knows better what it means. */
    @Override
    public void onError(Throwable thrown) {
        over(thrown);
        close();
    }

    @Override
    public void onComplete() {
        over(null);
        super.onComplete();
    }

    /** Told before the stream is closed: closing interrupts the thread that this runs on. */
    private void over(@Nullable Throwable thrown) {
        settled.countDown();
        if (over.compareAndSet(false, true)) {
            end.accept(thrown);
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
