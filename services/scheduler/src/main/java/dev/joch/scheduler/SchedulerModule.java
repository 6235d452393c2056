package dev.joch.scheduler;

import dev.joch.catalogue.CatalogueFeed;
import dev.joch.catalogue.StoreCatalogue;
import dev.joch.events.EventSource;
import dev.joch.events.Events;
import dev.joch.events.EventsConfig;
import dev.joch.scheduler.lease.HeldRun;
import dev.joch.scheduler.lease.LeaseDesk;
import dev.joch.scheduler.lease.Orders;
import dev.joch.scheduler.lease.StreamsEnd;
import dev.joch.scheduler.peer.KnownRecords;
import dev.joch.scheduler.peer.MeshAgents;
import dev.joch.scheduler.peer.MeshBills;
import dev.joch.scheduler.peer.MeshManifests;
import dev.joch.scheduler.peer.MeshTriggerHook;
import dev.joch.scheduler.peer.StoreLedger;
import dev.joch.scheduler.read.ExplainRun;
import dev.joch.scheduler.read.ReadRuns;
import dev.joch.scheduler.store.PostgresRunStore;
import dev.joch.scheduler.submit.CommitRuns;
import dev.joch.scheduler.submit.CommitTogether;
import dev.joch.scheduler.submit.PrepareRun;
import dev.joch.scheduler.submit.QueueGauge;
import dev.joch.scheduler.submit.SubmitRun;
import dev.joch.scheduler.upkeep.DropEnded;
import dev.joch.scheduler.upkeep.FewAtOnce;
import dev.joch.scheduler.upkeep.Sweep;
import dev.joch.service.batch.GroupCommit;
import dev.joch.service.database.DatabaseConfig;
import dev.joch.service.id.Ids;
import dev.joch.service.identity.RunTokens;
import dev.joch.service.mesh.MeshChannels;
import dev.joch.service.mesh.MeshEndpoint;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Requires;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;

/** Wiring of the scheduler. */
@Factory
@Requires(property = "joch-runs.scheduler")
final class SchedulerModule {

    private static final String SERVICE = "scheduler";

    @Bean(preDestroy = "close")
    @Singleton
    PostgresRunStore runStore(
            SchedulerConfig config,
            DatabaseConfig database,
            EventsConfig events,
            Ids ids,
            InstantSource clock) {
        return PostgresRunStore.open(
                database,
                events.keepFor(),
                new Events(SERVICE, ids, clock),
                ids,
                config.patience());
    }

    @Singleton
    @Named(SERVICE)
    EventSource schedulerEvents(PostgresRunStore store) {
        return new EventSource(SERVICE, store.outbox());
    }

    @Singleton
    @Named(SERVICE)
    CatalogueFeed<KnownRecords> schedulerFeed(
            MeshChannels channels,
            PostgresRunStore store,
            @Property(name = "joch.scheduler.start-patience") Duration startPatience) {
        return new CatalogueFeed<>(
                SERVICE,
                channels.to("resource-store"),
                KnownRecords.KINDS,
                () -> KnownRecords.empty(() -> store.nudges().wake()),
                startPatience);
    }

    @Singleton
    CurrentLimits currentLimits(
            SchedulerConfig config, @Named(SERVICE) CatalogueFeed<KnownRecords> feed) {
        return new CurrentLimits(feed, config.limits().perNamespace());
    }

    @Bean(preDestroy = "close")
    @Singleton
    CommitTogether commitRuns(PostgresRunStore store, SchedulerConfig config) {
        return new CommitTogether(
                new GroupCommit<>(
                        "the commit of runs",
                        config.write().maxWaiting(),
                        config.write().maxGroup(),
                        store::commit));
    }

    @Singleton
    MeshManifests schedulerManifests(MeshChannels channels, SchedulerConfig config) {
        return new MeshManifests(channels.to("compiler"), config.submit().peer());
    }

    @Singleton
    PrepareRun prepareRun(
            MeshChannels channels,
            MeshManifests manifests,
            @Named(SERVICE) CatalogueFeed<KnownRecords> feed,
            SchedulerConfig config) {
        Duration patience = config.submit().peer();
        return new PrepareRun(
                new MeshAgents(new StoreCatalogue(channels.to("resource-store")), feed),
                manifests,
                new MeshBills(
                        channels.to("agbom"),
                        patience,
                        config.submit().billFor(),
                        System::nanoTime),
                new MeshTriggerHook(channels.to("policy-engine"), patience),
                config.submit().defaultPool());
    }

    @Singleton
    QueueGauge queueGauge(PostgresRunStore store, SchedulerConfig config) {
        return new QueueGauge(store, config.submit().most());
    }

    @Singleton
    SubmitRun submitRun(
            CommitRuns commit,
            PostgresRunStore store,
            PrepareRun prepare,
            QueueGauge gauge,
            SchedulerConfig config) {
        return new SubmitRun(
                commit,
                store,
                prepare,
                gauge,
                () -> ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE / 2),
                config.submit().parallel());
    }

    @Singleton
    LeaseDesk leaseDesk(PostgresRunStore store, CurrentLimits limits, SchedulerConfig config) {
        SchedulerConfig.Lease lease = config.lease();
        LeaseDesk desk =
                new LeaseDesk(store, limits, lease.maxWaiting(), lease.maxGroup(), lease.poll());
        store.nudges()
                .listen((leases, orders) -> {
                    if (leases) {
                        desk.wake();
                    }
                });
        return desk;
    }

    @Singleton
    Orders orders(PostgresRunStore store, SchedulerConfig config) {
        Orders orders =
                new Orders(store, config.lease().maxFollowers(), config.lease().orderPoll());
        store.nudges()
                .listen((leases, cancels) -> {
                    if (cancels) {
                        orders.wake();
                    }
                });
        return orders;
    }

    @Singleton
    StreamsEnd streamsEnd(Orders orders, LeaseDesk desk) {
        return new StreamsEnd(orders, desk);
    }

    @Singleton
    Sweep sweep(
            PostgresRunStore store,
            CommitRuns commit,
            SubmitRun submit,
            QueueGauge gauge,
            MeshChannels channels,
            SchedulerConfig config) {
        return new Sweep(
                store,
                commit,
                submit,
                new StoreLedger(channels.to("resource-store"), config.submit().peer()),
                gauge,
                new FewAtOnce(SERVICE),
                new Sweep.Pace(
                        config.lease().time(), config.upkeep().sweepEvery(), System::nanoTime));
    }

    @Singleton
    DropEnded dropEnded(PostgresRunStore store, SchedulerConfig config) {
        return new DropEnded(store, config.upkeep().keepEnded(), config.upkeep().dropEvery());
    }

    @Singleton
    @Named(SERVICE)
    MeshEndpoint schedulerEndpoint(
            SubmitRun submit,
            CommitRuns commit,
            PostgresRunStore store,
            CurrentLimits limits,
            SchedulerConfig config) {
        return new MeshEndpoint(
                SERVICE,
                new SchedulerEndpoint(
                        submit,
                        commit,
                        new ReadRuns(store, config.silence()),
                        new ExplainRun(store, limits, config.silence())));
    }

    @Singleton
    @Named("scheduler-workers")
    MeshEndpoint workerEndpoint(
            LeaseDesk desk,
            Orders orders,
            CommitRuns commit,
            PostgresRunStore store,
            MeshManifests manifests,
            RunTokens tokens,
            SchedulerConfig config) {
        return new MeshEndpoint(
                SERVICE,
                new WorkerEndpoint(
                        desk,
                        orders,
                        commit,
                        store,
                        new HeldRun(store, manifests, tokens),
                        config.lease().time()));
    }
}
