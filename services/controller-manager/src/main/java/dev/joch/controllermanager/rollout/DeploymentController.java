package dev.joch.controllermanager.rollout;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.controllermanager.status.KindController;
import dev.joch.controllermanager.status.Look;
import dev.joch.controllermanager.status.StatusDraft;
import dev.joch.controllermanager.status.Subject;
import dev.joch.controllermanager.status.ValidateReferences;
import dev.joch.resource.v1alpha1.DeploymentSpec;
import dev.joch.resource.v1alpha1.EnvironmentSpec;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.runtime.Placed;
import dev.joch.runtime.RuntimeAdapter;
import dev.joch.runtime.RuntimeProblem;
import dev.joch.runtime.WorkloadStatus;
import dev.joch.service.problem.ProblemException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A deployment: makes the next step of its rollout, and says where it is. */
public final class DeploymentController implements KindController {

    private static final Logger LOG = LoggerFactory.getLogger(DeploymentController.class);

    private static final Duration WHILE_CHANGING = Duration.ofSeconds(1);
    private static final Duration WHILE_STABLE = Duration.ofSeconds(20);
    private static final Duration WHILE_BROKEN = Duration.ofSeconds(10);

    /** One look does no more steps after that; the next one goes on. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Runtimes runtimes;
    private final HeardWorkers heard;
    private final RolloutSettings settings;

    public DeploymentController(Runtimes runtimes, HeardWorkers heard, RolloutSettings settings) {
        this.runtimes = runtimes;
        this.heard = heard;
        this.settings = settings;
    }

    @Override
    public String kind() {
        return "Deployment";
    }

    @Override
    public Look look(Subject subject) {
        DeploymentSpec spec = subject.spec(DeploymentSpec.class);
        StatusDraft draft = subject.draft();
        Optional<Resource> agent = subject.target("spec.agentRef.name");
        if (!ValidateReferences.into(draft, subject.references()) || agent.isEmpty()) {
            draft.phase("Failed").ready(false, "ReferenceMissing", "see ReferencesResolved");
            return Look.at(draft);
        }
        String strategy = spec.getRollout().getStrategy();
        if (strategy.equals("shadow")) {
            return failed(
                    draft,
                    "StrategyNotPossible",
                    "workers take runs, and no run is mirrored yet; use rolling, recreate or canary");
        }
        String wanted = runtime(subject, spec);
        Optional<RuntimeAdapter> runtime = runtimes.named(wanted);
        if (runtime.isEmpty()) {
            return waits(draft, "RuntimeNotConfigured", runtimes.missing(wanted));
        }
        WorkerTemplate template =
                WorkerTemplate.of(subject.resource(), spec, agent.get(), wanted, settings);
        try {
            return roll(subject, spec, template, runtime.get(), draft);
        } catch (ProblemException away) {
            if (!(away.problem() instanceof RuntimeProblem problem)) {
                throw away;
            }
            draft.underWay("RuntimeAway", problem.message());
            return Look.at(draft).again(WHILE_BROKEN);
        }
    }

    private static Look waits(StatusDraft draft, String reason, String message) {
        draft.phase("Pending").ready(false, reason, message);
        return Look.at(draft);
    }

    private static Look failed(StatusDraft draft, String reason, String message) {
        draft.phase("Failed").ready(false, reason, message);
        return Look.at(draft);
    }

    /** As the deployment says, or its environment, or the installation. */
    private String runtime(Subject subject, DeploymentSpec spec) {
        if (!spec.getRuntime().getAdapter().isEmpty()) {
            return spec.getRuntime().getAdapter();
        }
        String place =
                subject.target("spec.environmentRef.name")
                        .map(DeploymentController::orchestrator)
                        .orElse("");
        return place.isEmpty() ? settings.runtime() : place;
    }

    private static String orchestrator(Resource environment) {
        try {
            return environment
                    .getSpec()
                    .unpack(EnvironmentSpec.class)
                    .getRuntime()
                    .getOrchestrator();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("an environment carries another spec", e);
        }
    }

    private Look roll(
            Subject subject,
            DeploymentSpec spec,
            WorkerTemplate template,
            RuntimeAdapter runtime,
            StatusDraft draft) {
        Map<String, Integer> ready = heard.byRevision(subject.key().getTenant());
        PoolReading reading = new PoolReading(ready, settings.replaceAfter(), subject.now());
        List<PoolNow> before = reading.of(own(runtime, subject.key()));
        Wish wish = Wishes.of(subject.resource(), spec, template.revision());
        Plan plan = RolloutRules.plan(wish, before, subject.now());
        Optional<RuntimeProblem> refusal = act(plan.steps(), template, runtime);
        List<PoolNow> after =
                plan.steps().isEmpty() ? before : reading.of(own(runtime, subject.key()));
        RolloutStatus.into(
                draft,
                new RolloutStatus.Seen(
                        wish, template.agentVersion(), plan.stage(), after, refusal));
        boolean stable = plan.stage() == Plan.Stage.STABLE && refusal.isEmpty();
        if (stable) {
            leaveOthers(runtime, subject.key());
        }
        return Look.at(draft)
                .again(refusal.isPresent() ? WHILE_BROKEN : stable ? WHILE_STABLE : WHILE_CHANGING);
    }

    /** Workers that it had elsewhere, before it moved here, go once those here are ready. */
    private void leaveOthers(RuntimeAdapter here, ResourceKey key) {
        for (RuntimeAdapter other : runtimes.all()) {
            if (other.name().equals(here.name())) {
                continue;
            }
            try {
                leave(other, key);
            } catch (ProblemException away) {
                if (!(away.problem() instanceof RuntimeProblem problem)) {
                    throw away;
                }
                LOG.debug("what may be left there goes at a later look: {}", problem.message());
            }
        }
    }

    private void leave(RuntimeAdapter runtime, ResourceKey key) {
        for (WorkloadStatus pool : own(runtime, key)) {
            runtime.delete(pool.name(), settings.grace());
        }
    }

    private static List<WorkloadStatus> own(RuntimeAdapter runtime, ResourceKey key) {
        String id = WorkerTemplate.id(key);
        return runtime.list().stream()
                .filter(each -> id.equals(each.labels().get(WorkerTemplate.DEPLOYMENT)))
                .toList();
    }

    /** The first refusal ends it: what comes later in a plan counts on what comes before. */
    private Optional<RuntimeProblem> act(
            List<Step> steps, WorkerTemplate template, RuntimeAdapter runtime) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (Step step : steps) {
            if (System.nanoTime() > end) {
                return Optional.empty();
            }
            Optional<RuntimeProblem> refusal =
                    switch (step) {
                        case Step.Make make -> make(make.workers(), template, runtime);
                        case Step.Scale scale ->
                                refusal(
                                        runtime.scale(
                                                scale.pool(), scale.workers(), settings.grace()));
                        case Step.Drop drop -> {
                            runtime.delete(drop.pool(), settings.grace());
                            yield Optional.empty();
                        }
                    };
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    private Optional<RuntimeProblem> make(
            int workers, WorkerTemplate template, RuntimeAdapter runtime) {
        Optional<RuntimeProblem> refusal = refusal(runtime.createWorker(template.spec()));
        return refusal.isPresent() || workers == 1
                ? refusal
                : refusal(runtime.scale(template.spec().name(), workers, settings.grace()));
    }

    private static Optional<RuntimeProblem> refusal(Placed placed) {
        return switch (placed) {
            case Placed.Refused refused -> Optional.of(refused.problem());
            case Placed.New _, Placed.Found _ -> Optional.empty();
        };
    }

    /** Its workers finish what they run; the runtime ends them after their grace. */
    @Override
    public void gone(ResourceKey key, long revision) {
        runtimes.all().forEach(runtime -> leave(runtime, key));
    }

    /** Reads pools of a runtime. */
    private record PoolReading(Map<String, Integer> heard, Duration replaceAfter, Instant now) {

        List<PoolNow> of(List<WorkloadStatus> workloads) {
            List<PoolNow> pools = new ArrayList<>();
            for (WorkloadStatus each : workloads) {
                pools.add(Pools.read(each, heard, replaceAfter, now));
            }
            return pools;
        }
    }
}
