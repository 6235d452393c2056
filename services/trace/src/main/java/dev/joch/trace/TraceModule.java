package dev.joch.trace;

import dev.joch.catalogue.StoreCatalogue;
import dev.joch.service.batch.GroupCommit;
import dev.joch.service.database.Database;
import dev.joch.service.database.DatabaseConfig;
import dev.joch.service.identity.CallingService;
import dev.joch.service.identity.RunTokenCheck;
import dev.joch.service.mesh.MeshChannels;
import dev.joch.service.mesh.MeshEndpoint;
import dev.joch.service.mesh.MeshGuard;
import dev.joch.trace.event.ReadEvents;
import dev.joch.trace.export.ExportConfig;
import dev.joch.trace.follow.Followers;
import dev.joch.trace.follow.RunSignals;
import dev.joch.trace.intake.KnownRuns;
import dev.joch.trace.intake.OtlpConfig;
import dev.joch.trace.intake.OtlpEndpoint;
import dev.joch.trace.intake.OtlpGrpcPort;
import dev.joch.trace.intake.OtlpHttpPort;
import dev.joch.trace.intake.Sender;
import dev.joch.trace.intake.Senders;
import dev.joch.trace.intake.StoredRuns;
import dev.joch.trace.intake.TakeSpans;
import dev.joch.trace.intake.TokenSenders;
import dev.joch.trace.log.Append;
import dev.joch.trace.log.AppendLog;
import dev.joch.trace.log.Appended;
import dev.joch.trace.log.LogLimits;
import dev.joch.trace.log.LogRules;
import dev.joch.trace.log.ReadLogs;
import dev.joch.trace.read.ReadTraces;
import dev.joch.trace.sample.SamplingRules;
import dev.joch.trace.span.Arrived;
import dev.joch.trace.span.SpanLimits;
import dev.joch.trace.store.PostgresLogStore;
import dev.joch.trace.store.PostgresTraceStore;
import dev.joch.trace.store.Taken;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import java.time.InstantSource;
import java.util.List;

/** Wiring of the trace service. */
@Factory
@Requires(property = "joch-runs.trace")
final class TraceModule {

    private static final String SERVICE = "trace";

    @Bean(preDestroy = "close")
    @Singleton
    @Named(SERVICE)
    Database traceDatabase(DatabaseConfig config) {
        return Database.open(config, SERVICE, "events");
    }

    @Bean(preDestroy = "close")
    @Singleton
    PostgresTraceStore traceStore(
            @Named(SERVICE) Database database,
            SpanLimits limits,
            SamplingRules rules,
            ExportConfig export,
            InstantSource clock) {
        return new PostgresTraceStore(database, limits, rules, export.exports(), clock);
    }

    @Bean(preDestroy = "close")
    @Singleton
    PostgresLogStore logStore(
            @Named(SERVICE) Database database, LogLimits limits, InstantSource clock) {
        return new PostgresLogStore(database, new LogRules(limits), clock);
    }

    @Bean(preDestroy = "close")
    @Singleton
    @Named("spans")
    GroupCommit<List<Arrived>, Taken> spanCommits(PostgresTraceStore store, WriteConfig config) {
        return new GroupCommit<>(
                "the commit of spans", config.maxWaiting(), config.maxGroup(), store::take);
    }

    @Bean(preDestroy = "close")
    @Singleton
    @Named("logs")
    GroupCommit<Append, Appended> logCommits(PostgresLogStore store, WriteConfig config) {
        return new GroupCommit<>(
                "the commit of logs", config.maxWaiting(), config.maxGroup(), store::append);
    }

    @Singleton
    TakeSpans takeSpans(
            SpanLimits limits,
            SamplingRules rules,
            OtlpConfig otlp,
            MeshChannels channels,
            @Named("spans") GroupCommit<List<Arrived>, Taken> commits,
            InstantSource clock) {
        KnownRuns runs =
                new KnownRuns(
                        new StoredRuns(new StoreCatalogue(channels.to("resource-store"))),
                        rules,
                        clock);
        return new TakeSpans(limits, runs, commits, otlp.maxWaitingBytes());
    }

    @Singleton
    Senders senders(RunTokenCheck runs, MeshGuard services) {
        return new TokenSenders(runs, services);
    }

    @Singleton
    OtlpGrpcPort otlpGrpcPort(OtlpConfig config, TakeSpans take, Senders senders) {
        return new OtlpGrpcPort(config, take, senders);
    }

    @Singleton
    OtlpHttpPort otlpHttpPort(OtlpConfig config, TakeSpans take, Senders senders) {
        return new OtlpHttpPort(config, take, senders);
    }

    @Singleton
    @Named("logs")
    RunSignals logSignals() {
        return new RunSignals();
    }

    @Singleton
    @Named("logs")
    Followers logFollowers(
            @Named("logs") RunSignals signals, LogLimits limits, InstantSource clock) {
        return new Followers("a log", limits.followers(), limits.heartbeat(), signals, clock);
    }

    @Singleton
    @Named(SERVICE)
    MeshEndpoint traceEndpoint(
            PostgresTraceStore store,
            @Named("logs") GroupCommit<Append, Appended> commits,
            @Named("logs") RunSignals signals,
            @Named("logs") Followers followers,
            PostgresLogStore logs,
            LogLimits limits,
            ReadEvents events) {
        return new MeshEndpoint(
                SERVICE,
                new TraceEndpoint(
                        new ReadTraces(store),
                        new AppendLog(commits, signals),
                        new ReadLogs(logs, followers, limits),
                        events));
    }

    /** Services of Joch send their spans over the mesh, where they have proven who they are. */
    @Singleton
    @Named("trace-otlp")
    MeshEndpoint otlpOfServices(TakeSpans take) {
        return new MeshEndpoint(
                SERVICE,
                new OtlpEndpoint(
                        take, () -> new Sender.Service(CallingService.current().orElse("joch"))));
    }
}
