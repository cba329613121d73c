package io.priok.adapter;

import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkManager;
import java.util.concurrent.Executor;

/** Something for a thread of the server. */
record Task(Runnable action) implements Work {

    static void schedule(WorkManager manager, Runnable action) throws WorkException {
        manager.scheduleWork(new Task(action));
    }

    static Executor on(WorkManager manager) {
        return action -> {
            try {
                schedule(manager, action);
            } catch (WorkException e) {
                throw new IllegalStateException("the server has no thread for the adapter", e);
            }
        };
    }

    @Override
    public void run() {
        action.run();
    }

    @Override
    public void release() {}
}
