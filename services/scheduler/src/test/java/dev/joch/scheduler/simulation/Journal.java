package dev.joch.scheduler.simulation;

import dev.joch.catalogue.run.PhaseWords;
import dev.joch.scheduler.run.LeaseRef;
import dev.joch.scheduler.run.RunCommand;
import dev.joch.scheduler.run.RunDecision;
import dev.joch.scheduler.run.StoredRun;
import dev.joch.scheduler.store.MemoryRunStore.Decided;
import dev.joch.scheduler.v1.Run;
import dev.joch.scheduler.v1.RunPhase;
import dev.joch.testkit.check.Finding;
import dev.joch.testkit.effect.EffectCall;
import dev.joch.testkit.run.RunHistory.Step;
import dev.joch.testkit.run.RunHistory.Submitted;
import dev.joch.testkit.simulation.World;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes down what is committed, what is acknowledged, and what was done to the world. */
final class Journal {

    private static final String QUEUED = "Queued";

    private final World world;
    private final Map<String, Submitted> submitted = new LinkedHashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<EffectCall> effects = new ArrayList<>();
    private final Map<String, RunPhase> ends = new LinkedHashMap<>();
    private final Map<String, Run> last = new LinkedHashMap<>();
    private final Set<String> deleted = new HashSet<>();
    private final Set<String> forgotten = new HashSet<>();
    private final Set<String> back = new HashSet<>();
    private final List<Finding> findings = new ArrayList<>();

    Journal(World world) {
        this.world = world;
    }

    /** A decision that is committed. */
    void committed(Decided decided) {
        switch (decided.decision()) {
            case RunDecision.Become become -> becomes(decided, become);
            case RunDecision.Gone gone ->
                    decided.before().ifPresent(before -> goes(before, gone, decided.at()));
            case RunDecision.Stay ignored -> {}
            case RunDecision.Refuse ignored -> {}
        }
    }

    private void becomes(Decided decided, RunDecision.Become become) {
        Run run = become.run().run();
        last.put(run.getUid(), run);
        if (decided.command() instanceof RunCommand.Accept && deleted.contains(run.getUid())) {
            world.say("database", run.getUid() + " comes in spite of its deletion");
            back.add(run.getUid());
        }
        boolean late = back.contains(run.getUid());
        if (late ? comesOfIt(run) : forgotten.contains(run.getUid())) {
            broken("back again", run.getUid(), run.getPhase() + " after it was deleted");
        }
        long known = decided.before().map(StoredRun::run).map(Run::getVersion).orElse(0L);
        if (run.getVersion() == known) {
            return;
        }
        Step step =
                new Step(
                        run.getUid(),
                        run.getVersion(),
                        PhaseWords.word(run.getPhase()),
                        token(decided.command(), become.run()),
                        run.getAttempt(),
                        run.getWorker(),
                        decided.command() instanceof RunCommand.LoseLease,
                        decided.at());
        steps.add(step);
        world.say("database", step + " " + run.getReason());
    }

    private static boolean comesOfIt(Run run) {
        return run.getPhase() != RunPhase.RUN_PHASE_CANCELLED
                && (run.getPhase() != RunPhase.RUN_PHASE_PENDING || run.getReason().equals(QUEUED));
    }

    /** One that had not ended ends with it: nobody sees that, it is only told. */
    private void goes(StoredRun before, RunDecision.Gone gone, long at) {
        Run run = before.run();
        world.say("database", run.getUid() + " is gone, and told " + gone.told());
        if (!before.ended() && !gone.told().isEmpty()) {
            Run ended =
                    run.toBuilder()
                            .setPhase(RunPhase.RUN_PHASE_CANCELLED)
                            .setVersion(run.getVersion() + 1)
                            .build();
            last.put(run.getUid(), ended);
            steps.add(
                    new Step(
                            run.getUid(),
                            ended.getVersion(),
                            PhaseWords.word(ended.getPhase()),
                            before.token(),
                            run.getAttempt(),
                            run.getWorker(),
                            false,
                            at));
        }
    }

    /** Its Execution. Nobody submits it any more, but what was given up may still come. */
    void deleted(String uid) {
        deleted.add(uid);
    }

    /** Whoever asked for it was told that nothing is left of that run. */
    void forgotten(String uid) {
        forgotten.add(uid);
    }

    /**
     * Runs that a submission has brought, or brought back, after their Execution was deleted: it
     * was given up before, and stood still in a replica that went on. Nothing comes of them, but
     * that they are forgotten, or cancelled by somebody who came as late.
     */
    Set<String> back() {
        return back;
    }

    /** A run as it was when it was committed for the last time. */
    Run last(String uid) {
        return last.getOrDefault(uid, Run.getDefaultInstance());
    }

    /** Whoever acts under a lease says by which token. */
    private static long token(RunCommand command, StoredRun run) {
        LeaseRef lease =
                switch (command) {
                    case RunCommand.Start start -> start.lease();
                    case RunCommand.Finish finish -> finish.lease();
                    case RunCommand.Fence fence -> fence.lease();
                    case RunCommand.LoseLease lose -> lose.lease();
                    case RunCommand.PassDeadline pass -> pass.lease();
                    case RunCommand.Accept ignored -> LeaseRef.of(run);
                    case RunCommand.Claim ignored -> LeaseRef.of(run);
                    case RunCommand.Settle ignored -> LeaseRef.of(run);
                    case RunCommand.Lease ignored -> LeaseRef.of(run);
                    case RunCommand.Cancel ignored -> LeaseRef.of(run);
                    case RunCommand.Forget ignored -> LeaseRef.of(run);
                };
        return lease.token();
    }

    void accepted(String uid, int maxAttempts) {
        submitted.putIfAbsent(uid, new Submitted(uid, maxAttempts));
    }

    /** Its worker was told that it ended like that. */
    void ended(String uid, RunPhase phase) {
        ends.put(uid, phase);
    }

    void effect(EffectCall call) {
        effects.add(call);
        world.say("tools", call.toString());
    }

    void broken(String rule, String subject, String text) {
        findings.add(new Finding(rule, subject, text));
        world.say("broken", rule + ": " + subject + ": " + text);
    }

    List<Submitted> submitted() {
        return List.copyOf(submitted.values());
    }

    List<Step> steps() {
        return steps;
    }

    List<EffectCall> effects() {
        return effects;
    }

    Map<String, RunPhase> ends() {
        return ends;
    }

    List<Finding> findings() {
        return findings;
    }
}
