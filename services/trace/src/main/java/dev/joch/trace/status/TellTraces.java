package dev.joch.trace.status;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.catalogue.Catalogue;
import dev.joch.catalogue.StatusWrites;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.ExecutionStatus;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.resource.v1alpha1.TraceSpans;
import dev.joch.resource.v1alpha1.TraceStatus;
import dev.joch.service.problem.FailureLog;
import dev.joch.trace.span.RunKey;
import dev.joch.trace.store.Times;
import dev.joch.trace.store.Upkeep;
import dev.joch.trace.store.Upkeep.Telling;
import dev.joch.trace.store.Upkeep.Told;
import dev.joch.trace.v1.TraceSummary;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes what is known of traces into their records. The record of an execution is the one that its
 * status names, else the one called {@code trace-<execution>}; where there is none, nothing is
 * written, and after a while nobody looks for it any more.
 */
public final class TellTraces {

    private static final Logger LOG = LoggerFactory.getLogger(TellTraces.class);

    private static final int STEP = 100;
    private static final String PREFIX = "trace-";
    private static final double MICRO = 1e6;
    private static final long MICROS_PER_MILLI = 1_000;

    /** Nobody makes a record for a run that ended so long ago. */
    private static final Duration GIVE_UP = Duration.ofMinutes(10);

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** A trace whose root never came is complete then. */
    private static final Duration SILENT = Duration.ofHours(1);

    private final Upkeep upkeep;
    private final Catalogue catalogue;
    private final StatusWrites statuses;
    private final InstantSource clock;

    public TellTraces(
            Upkeep upkeep, Catalogue catalogue, StatusWrites statuses, InstantSource clock) {
        this.upkeep = upkeep;
        this.catalogue = catalogue;
        this.statuses = statuses;
        this.clock = clock;
    }

    /** One step; gives whether there is more. */
    public boolean tell() {
        List<Telling> traces = upkeep.toTell(clock.instant(), STEP);
        if (traces.isEmpty()) {
            return false;
        }
        Map<RunKey, Resource> records = records(traces);
        List<Told> told = new ArrayList<>();
        for (Telling trace : traces) {
            told.add(
                    new Told(
                            trace.id(),
                            trace.changedAt(),
                            again(trace, Optional.ofNullable(records.get(trace.run())))));
        }
        upkeep.told(told);
        return traces.size() == STEP;
    }

    private Map<RunKey, Resource> records(List<Telling> traces) {
        List<ResourceKey> keys = new ArrayList<>();
        for (Telling trace : traces) {
            keys.add(trace.run().resource());
            keys.add(record(trace.run(), PREFIX + trace.run().execution()));
        }
        Map<ResourceKey, Resource> found = new HashMap<>(catalogue.find(keys));
        Map<RunKey, ResourceKey> named = new HashMap<>();
        for (Telling trace : traces) {
            ResourceKey usual = record(trace.run(), PREFIX + trace.run().execution());
            named.put(trace.run(), named(trace.run(), found).orElse(usual));
        }
        List<ResourceKey> others =
                named.values().stream().filter(key -> !found.containsKey(key)).distinct().toList();
        found.putAll(catalogue.find(others));
        Map<RunKey, Resource> records = new HashMap<>();
        named.forEach((run, key) ->
                Optional.ofNullable(found.get(key)).ifPresent(record -> records.put(run, record)));
        return records;
    }

    private static ResourceKey record(RunKey run, String name) {
        return ResourceKeys.of(run.tenant(), "Trace", run.namespace(), name);
    }

    private static Optional<ResourceKey> named(RunKey run, Map<ResourceKey, Resource> found) {
        Resource execution = found.get(run.resource());
        if (execution == null || !execution.hasStatus()) {
            return Optional.empty();
        }
        try {
            String name =
                    execution.getStatus().unpack(ExecutionStatus.class).getTraceRef().getName();
            return name.isEmpty() ? Optional.empty() : Optional.of(record(run, name));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the status of an execution cannot be read", e);
        }
    }

    /** When the record is looked at next, in microseconds; 0 when it says everything. */
    private long again(Telling trace, Optional<Resource> record) {
        long now = Times.micros(clock.instant());
        long age = Math.max(0, now - trace.changedAt());
        boolean silent = age > micros(SILENT);
        if (record.isEmpty()) {
            return age > micros(GIVE_UP)
                    ? 0
                    : now + Math.clamp(age / 2, micros(SHORTEST), micros(LONGEST));
        }
        try {
            write(record.get(), trace, trace.complete() || silent);
        } catch (RuntimeException e) {
            FailureLog.warn(LOG, "the record of a trace was not written", e);
            return now + micros(SHORTEST);
        }
        return trace.complete() || silent ? 0 : trace.changedAt() + micros(SILENT) + 1;
    }

    private void write(Resource record, Telling trace, boolean complete) {
        TraceSummary summary = trace.summary();
        TraceStatus status =
                before(record).toBuilder()
                        .setPhase(complete ? "Complete" : "Recording")
                        .setObservedGeneration(record.getMetadata().getGeneration())
                        .setSpans(
                                TraceSpans.newBuilder()
                                        .setTotal(summary.getSpans() + summary.getSampledOut())
                                        .setLlmCalls(summary.getModelCalls())
                                        .setToolCalls(summary.getToolCalls())
                                        .setHandoffs(summary.getHandoffs())
                                        .setHookDecisions(summary.getHookDecisions())
                                        .setKnowledgeRetrievals(summary.getKnowledgeRetrievals()))
                        .setCostUsd(summary.getCostMicroUsd() / MICRO)
                        .setDurationMs(summary.getDurationUs() / MICROS_PER_MILLI)
                        .build();
        if (!status.equals(before(record))) {
            statuses.write(record, ResourceKeys.of(record), status);
        }
    }

    private static TraceStatus before(Resource record) {
        try {
            return record.hasStatus()
                    ? record.getStatus().unpack(TraceStatus.class)
                    : TraceStatus.getDefaultInstance();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the status of a trace cannot be read", e);
        }
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }
}
