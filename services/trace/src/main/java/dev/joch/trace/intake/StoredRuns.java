package dev.joch.trace.intake;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.catalogue.Catalogue;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.ExecutionSpec;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.service.problem.FailureLog;
import dev.joch.trace.span.RunKey;

import io.grpc.Context;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Executions and their agents as the resource store has them. */
public final class StoredRuns implements KnownRuns.Source {

    private static final Logger LOG = LoggerFactory.getLogger(StoredRuns.class);

    private static final String ENVIRONMENT = "env";

    /** Spans wait for the answer, and can do without. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final ScheduledExecutorService TIMER =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("known-runs").daemon().factory());

    private final Catalogue catalogue;

    public StoredRuns(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public Optional<KnownRuns.Description> find(RunKey run) {
        Context.CancellableContext within =
                Context.current()
                        .withDeadlineAfter(PATIENCE.toMillis(), TimeUnit.MILLISECONDS, TIMER);
        Context before = within.attach();
        try {
            return look(run);
        } finally {
            within.detach(before);
            within.cancel(null);
        }
    }

    private Optional<KnownRuns.Description> look(RunKey run) {
        try {
            Resource execution = one(run.resource());
            if (execution == null) {
                return Optional.empty();
            }
            ExecutionSpec spec = execution.getSpec().unpack(ExecutionSpec.class);
            String agent = spec.getAgentRef().getName();
            String environment = environment(execution);
            if (environment.isEmpty()) {
                Resource record =
                        one(ResourceKeys.of(run.tenant(), "Agent", run.namespace(), agent));
                environment = record == null ? "" : environment(record);
            }
            return Optional.of(
                    new KnownRuns.Description(
                            agent, environment, spec.getObservability().getSampling()));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a stored execution cannot be read", e);
        } catch (RuntimeException e) {
            FailureLog.warn(LOG, "an execution was not looked up", e);
            return Optional.empty();
        }
    }

    private @Nullable Resource one(ResourceKey key) {
        return catalogue.find(List.of(key)).get(key);
    }

    private static String environment(Resource record) {
        return record.getMetadata().getLabelsMap().getOrDefault(ENVIRONMENT, "");
    }
}
