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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes down what is committed, what is acknowledged, and what was done to the world. */
final class Journal {

    private final World world;
    private final Map<String, Submitted> submitted = new LinkedHashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<EffectCall> effects = new ArrayList<>();
    private final Map<String, RunPhase> ends = new LinkedHashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    Journal(World world) {
        this.world = world;
    }

    /** A decision that is committed. */
    void committed(Decided decided) {
        if (!(decided.decision() instanceof RunDecision.Become become)) {
            return;
        }
        Run run = become.run().run();
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
