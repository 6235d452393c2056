package dev.joch.trace;

import dev.joch.catalogue.StatusWrites;
import dev.joch.catalogue.StoreCatalogue;
import dev.joch.service.database.Database;
import dev.joch.service.mesh.MeshChannels;
import dev.joch.service.process.ServicePart;
import dev.joch.trace.export.Collector;
import dev.joch.trace.export.ExportConfig;
import dev.joch.trace.export.ExportSpans;
import dev.joch.trace.sample.DecideTraces;
import dev.joch.trace.status.TellTraces;
import dev.joch.trace.store.PostgresUpkeep;
import dev.joch.trace.upkeep.DropOld;
import dev.joch.trace.upkeep.TimedWork;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Requires;
import io.opentelemetry.api.OpenTelemetry;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import java.time.Duration;
import java.time.InstantSource;

/** Wiring of what is done when nobody asks. */
@Factory
@Requires(property = "joch-runs.trace")
final class UpkeepModule {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    @Bean(preDestroy = "close")
    @Singleton
    PostgresUpkeep traceUpkeep(
            @Named("trace") Database database, ExportConfig export, InstantSource clock) {
        return new PostgresUpkeep(database, export.exports(), clock);
    }

    @Singleton
    DecideTraces decideTraces(
            PostgresUpkeep upkeep,
            InstantSource clock,
            @Property(name = "joch.trace.sampling.settle") Duration settle,
            @Property(name = "joch.trace.sampling.quiet") Duration quiet,
            @Property(name = "joch.trace.sampling.slow") Duration slow) {
        return new DecideTraces(upkeep, settle, quiet, slow, clock);
    }

    @Singleton
    @Named("trace-sampling")
    ServicePart sampling(DecideTraces decide) {
        return new TimedWork("sampling of traces", () -> decide.decide() < 0, SOON, SOON, LONGEST);
    }

    @Singleton
    DropOld dropOld(
            PostgresUpkeep upkeep,
            InstantSource clock,
            @Property(name = "joch.trace.retention.days") int days) {
        if (days < 0) {
            throw new IllegalArgumentException("joch.trace.retention.days is at least 0");
        }
        return new DropOld(upkeep, Duration.ofDays(days), clock);
    }

    @Singleton
    @Named("trace-retention")
    ServicePart retention(
            DropOld drop, @Property(name = "joch.trace.retention.every") Duration every) {
        return new TimedWork("retention of traces", drop::drop, every, SOON, every);
    }

    @Singleton
    @Named("trace-status")
    ServicePart status(PostgresUpkeep upkeep, MeshChannels channels, InstantSource clock) {
        TellTraces tell =
                new TellTraces(
                        upkeep,
                        new StoreCatalogue(channels.to("resource-store")),
                        new StatusWrites(channels.to("resource-store")),
                        clock);
        return new TimedWork("status of traces", tell::tell, SOON, SOON, LONGEST);
    }

    @Singleton
    @Requires(property = "joch.trace.export.endpoint", notEquals = "")
    @Bean(preDestroy = "close")
    Collector collector(ExportConfig config) {
        return new Collector(config);
    }

    @Singleton
    @Named("trace-export")
    @Requires(beans = Collector.class)
    ServicePart export(
            PostgresUpkeep upkeep,
            Collector collector,
            ExportConfig config,
            OpenTelemetry telemetry) {
        ExportSpans export = new ExportSpans(upkeep, collector, config, telemetry);
        return new TimedWork(
                "export of spans",
                export::send,
                Duration.ofMillis(500),
                config.firstPause(),
                config.longestPause());
    }
}
