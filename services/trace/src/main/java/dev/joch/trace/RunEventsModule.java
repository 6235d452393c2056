package dev.joch.trace;

import dev.joch.events.EventConsumer;
import dev.joch.events.ShardListener;
import dev.joch.events.Subscription;
import dev.joch.service.database.Database;
import dev.joch.trace.event.HearRuns;
import dev.joch.trace.event.ReadEvents;
import dev.joch.trace.follow.Followers;
import dev.joch.trace.follow.RunSignals;
import dev.joch.trace.log.LogLimits;
import dev.joch.trace.store.PostgresRunEventStore;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Requires;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import java.time.InstantSource;
import java.util.Set;

/** Wiring of what is heard of runs. */
@Factory
@Requires(property = "joch-runs.trace")
final class RunEventsModule {

    private static final String GROUP = "trace";
    private static final String EVENTS = "events";

    @Bean(preDestroy = "close")
    @Singleton
    PostgresRunEventStore runEventStore(
            @Named("trace") Database database,
            @Property(name = "joch.trace.events.max-per-run") long mostPerRun,
            InstantSource clock) {
        if (mostPerRun < 1) {
            throw new IllegalArgumentException("joch.trace.events.max-per-run is at least 1");
        }
        return new PostgresRunEventStore(database, mostPerRun, clock);
    }

    @Singleton
    @Named(EVENTS)
    RunSignals eventSignals() {
        return new RunSignals();
    }

    @Singleton
    @Named(EVENTS)
    Followers eventFollowers(
            @Named(EVENTS) RunSignals signals, LogLimits limits, InstantSource clock) {
        return new Followers(
                "the events of a run", limits.followers(), limits.heartbeat(), signals, clock);
    }

    @Singleton
    ReadEvents readEvents(PostgresRunEventStore store, @Named(EVENTS) Followers followers) {
        return new ReadEvents(store, followers);
    }

    /** Who publishes calls and decisions names the run in the context, and is shown with it. */
    @Singleton
    EventConsumer runEvents(
            @Named("trace") Database database,
            PostgresRunEventStore store,
            @Named(EVENTS) RunSignals signals) {
        return new EventConsumer(
                new Subscription(
                        GROUP,
                        Set.of("joch.executions.v1", "joch.calls.v1", "joch.governance.v1"),
                        new HearRuns(store, signals),
                        ShardListener.NONE),
                database,
                PostgresRunEventStore.CONSUMER);
    }
}
