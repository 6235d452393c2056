package dev.joch.scheduler.upkeep;

import dev.joch.common.v1.Caller;
import dev.joch.service.caller.Callers;

import io.grpc.Context;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/** Does chores a few at a time, in the name of the service. */
public final class FewAtOnce implements Chores {

    private static final int PARALLEL = 16;

    private final Context asService;

    public FewAtOnce(String service) {
        this.asService =
                Callers.with(
                        Caller.newBuilder()
                                .setSubject(service)
                                .setMethod("service")
                                .setTenant("*")
                                .build());
    }

    @Override
    public void all(List<Runnable> chores) {
        Semaphore room = new Semaphore(PARALLEL);
        CountDownLatch done = new CountDownLatch(chores.size());
        for (Runnable chore : chores) {
            room.acquireUninterruptibly();
            Thread.ofVirtual()
                    .name("scheduler-sweep")
                    .start(
                            asService.wrap(() -> {
                                try {
                                    chore.run();
                                } finally {
                                    room.release();
                                    done.countDown();
                                }
                            }));
        }
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
