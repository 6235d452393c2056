package dev.joch.scheduler.run;

import com.google.protobuf.Message;

import dev.joch.catalogue.run.PhaseWords;
import dev.joch.resource.v1alpha1.ExecutionInput;
import dev.joch.resource.v1alpha1.Part;
import dev.joch.scheduler.run.RunDecision.Become;
import dev.joch.scheduler.run.RunDecision.Gone;
import dev.joch.scheduler.run.RunDecision.Refuse;
import dev.joch.scheduler.run.RunDecision.Stay;
import dev.joch.scheduler.v1.Placement;
import dev.joch.scheduler.v1.Run;
import dev.joch.scheduler.v1.RunPhase;
import dev.joch.scheduler.v1.RunReport;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One run from command to command, by a clock that the test moves. */
abstract class OneRun {

    static final RunKey KEY = new RunKey("acme", "ns", "run");
    static final long SECOND = 1_000_000;
    static final long LEASE = 45 * SECOND;
    static final ExecutionInput INPUT =
            ExecutionInput.newBuilder()
                    .addContent(Part.newBuilder().setKind("text").setText("hi"))
                    .build();
    static final Settlement READY =
            new Settlement.Ready(
                    3,
                    "custom-java",
                    "custom",
                    "prod",
                    Placement.newBuilder().setPool("default").build(),
                    "sha256:1",
                    "agent-agbom",
                    5,
                    Optional.empty());

    private final RunRules rules =
            new RunRules(
                    RunPatience.of(
                            Duration.ofSeconds(45),
                            Duration.ofSeconds(15),
                            Duration.ofSeconds(1),
                            Duration.ofMinutes(2)));
    long now = 1_000 * SECOND;
    Optional<StoredRun> run = Optional.empty();
    RunDecision decision = new Gone(List.of());

    Run.Builder draft(String uid) {
        return Run.newBuilder()
                .setExecution(KEY.execution())
                .setUid(uid)
                .setAgent("agent")
                .setMaxAttempts(1);
    }

    OneRun after(RunCommand command) {
        decision = rules.decide(run, command, now);
        if (decision instanceof Become become) {
            run = Optional.of(become.run());
        } else if (decision instanceof Gone) {
            run = Optional.empty();
        }
        return this;
    }

    OneRun displaced(String uid, Run.Builder draft) {
        return after(new RunCommand.Accept(draft.build(), INPUT, "manual").displacing(uid));
    }

    OneRun accepted(Run.Builder draft) {
        return after(new RunCommand.Accept(draft.build(), INPUT, "manual"));
    }

    OneRun settled(Settlement settlement) {
        return after(new RunCommand.Settle(KEY, "u1", stored().claim(), settlement));
    }

    OneRun leased() {
        return after(new RunCommand.Lease(KEY, "u1", "w1"));
    }

    OneRun running(Run.Builder draft) {
        return accepted(draft).settled(READY).leased().after(new RunCommand.Start(ref()));
    }

    LeaseRef ref() {
        return LeaseRef.of(stored());
    }

    RunCommand finish(LeaseRef lease, RunPhase outcome) {
        return new RunCommand.Finish(
                lease,
                outcome,
                "Word",
                "sentence",
                RunReport.newBuilder().setExitStatus(7).build());
    }

    StoredRun stored() {
        return run.orElseThrow();
    }

    String phase() {
        return PhaseWords.word(stored().run().getPhase()) + " " + stored().run().getReason();
    }

    List<String> told() {
        List<Message> told =
                switch (decision) {
                    case Become become -> become.told();
                    case Gone gone -> gone.told();
                    case Stay stay -> List.of();
                    case Refuse refuse -> List.of();
                };
        return told.stream().map(each -> each.getClass().getSimpleName()).toList();
    }

    String refusal() {
        return decision instanceof Refuse refuse ? refuse.problem().reason() : "none";
    }
}
