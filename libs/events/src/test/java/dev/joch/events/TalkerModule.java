package dev.joch.events;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Requires;

import jakarta.inject.Singleton;

/** A process for tests: one service that talks, one that hears. */
@Factory
@Requires(property = "joch-runs.talker")
final class TalkerModule {

    @Bean(preDestroy = "close")
    @Singleton
    Talker talker(@Property(name = "joch.talker.url") String url, EventsConfig config) {
        return new Talker(url, config.keepFor());
    }

    @Bean(preDestroy = "close")
    @Singleton
    Hearer hearer(@Property(name = "joch.talker.url") String url) {
        return new Hearer(url);
    }

    @Singleton
    EventSource source(Talker talker) {
        return new EventSource("talker", talker.outbox());
    }

    @Singleton
    EventConsumer consumer(Hearer hearer) {
        return hearer.consumer("wired", Talker.TOPIC);
    }
}
