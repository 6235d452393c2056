package dev.joch.scheduler;

import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Requires;

import jakarta.inject.Singleton;

import java.time.Duration;

/** Reads the keys of the scheduler. */
@Factory
@Requires(property = "joch-runs.scheduler")
final class SchedulerConfigModule {

    @Singleton
    SchedulerConfig.Submit submit(
            @Property(name = "joch.scheduler.default-pool") String defaultPool,
            @Property(name = "joch.scheduler.queue.most") long most,
            @Property(name = "joch.scheduler.submit.parallel") int parallel,
            @Property(name = "joch.scheduler.submit.claim") Duration claim,
            @Property(name = "joch.scheduler.submit.again") Duration again,
            @Property(name = "joch.scheduler.submit.patience") Duration patience,
            @Property(name = "joch.scheduler.submit.bill-for") Duration billFor) {
        return new SchedulerConfig.Submit(
                defaultPool, most, parallel, claim, again, patience, billFor);
    }

    @Singleton
    SchedulerConfig.Lease lease(
            @Property(name = "joch.scheduler.lease.time") Duration time,
            @Property(name = "joch.scheduler.lease.max-waiting") int maxWaiting,
            @Property(name = "joch.scheduler.lease.max-group") int maxGroup,
            @Property(name = "joch.scheduler.lease.poll") Duration poll,
            @Property(name = "joch.scheduler.orders.max-followers") int maxFollowers,
            @Property(name = "joch.scheduler.orders.poll") Duration orderPoll) {
        return new SchedulerConfig.Lease(time, maxWaiting, maxGroup, poll, maxFollowers, orderPoll);
    }

    @Singleton
    SchedulerConfig config(
            SchedulerConfig.Submit submit,
            SchedulerConfig.Lease lease,
            @Property(name = "joch.scheduler.write.max-waiting") int maxWaiting,
            @Property(name = "joch.scheduler.write.max-group") int maxGroup,
            @Property(name = "joch.scheduler.limits.per-namespace") int perNamespace,
            @Property(name = "joch.scheduler.sweep.every") Duration sweepEvery,
            @Property(name = "joch.scheduler.retention.ended") Duration keepEnded,
            @Property(name = "joch.scheduler.retention.every") Duration dropEvery) {
        return new SchedulerConfig(
                submit,
                lease,
                new SchedulerConfig.Write(maxWaiting, maxGroup),
                new SchedulerConfig.Limits(perNamespace),
                new SchedulerConfig.Upkeep(sweepEvery, keepEnded, dropEvery));
    }
}
