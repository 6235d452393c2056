package dev.joch.scheduler.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.joch.catalogue.run.PhaseWords;
import dev.joch.resource.v1alpha1.ExecutionInput;
import dev.joch.scheduler.run.LeaseRef;
import dev.joch.scheduler.run.LeaseRules;
import dev.joch.scheduler.run.RunCommand;
import dev.joch.scheduler.run.RunDecision;
import dev.joch.scheduler.run.RunKey;
import dev.joch.scheduler.run.RunPatience;
import dev.joch.scheduler.run.RunRules;
import dev.joch.scheduler.run.Settlement;
import dev.joch.scheduler.store.MemoryRunStore;
import dev.joch.scheduler.store.RunStore;
import dev.joch.scheduler.v1.Placement;
import dev.joch.scheduler.v1.Run;
import dev.joch.scheduler.v1.WorkerDescription;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

final class TakeBackTest {

    private static final long SECOND = 1_000_000;
    private static final RunKey KEY = new RunKey("acme", "ns", "run");
    private static final RunPatience PATIENCE =
            RunPatience.of(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(2));
    private static final WorkerDescription WORKER =
            WorkerDescription.newBuilder().setWorker("w").setPool("default").setCapacity(1).build();

    private long now = SECOND;
    private final MemoryRunStore store =
            new MemoryRunStore(PATIENCE, new RunRules(PATIENCE)::decide, () -> now);
    private final List<RunKey> asked = new ArrayList<>();
    private Optional<String> risk = Optional.empty();
    private Runnable meanwhile = () -> {};
    private LeaseRef lease = new LeaseRef(KEY, "u", 1);
    private final TakeBack takeBack =
            new TakeBack(
                    store,
                    (command, patience) -> commit(command),
                    run -> {
                        asked.add(run);
                        meanwhile.run();
                        return risk;
                    },
                    Duration.ofSeconds(1));

    private RunDecision commit(RunCommand command) {
        return store.commit(List.of(command)).getFirst();
    }

    @BeforeEach
    void oneRunsAndItsLeaseIsOver() {
        Run draft =
                Run.newBuilder()
                        .setExecution(KEY.execution())
                        .setUid("u")
                        .setMaxAttempts(2)
                        .build();
        Placement placement = Placement.newBuilder().setPool("default").build();
        commit(new RunCommand.Accept(draft, ExecutionInput.getDefaultInstance(), "manual"));
        commit(
                new RunCommand.Settle(
                        KEY,
                        "u",
                        1,
                        new Settlement.Ready(
                                1, "", "", "", placement, "", "", 1, Optional.empty())));
        lease =
                store.lease(List.of(new RunStore.Ask(WORKER, 1, Optional.empty())), bound -> 0)
                        .given()
                        .getFirst()
                        .getFirst()
                        .lease();
        commit(new RunCommand.Start(lease));
        now += 20 * SECOND;
    }

    private void look() {
        store.due(10).over().forEach(takeBack::over);
    }

    private String phase() {
        Run run = store.find(KEY).orElseThrow().run();
        return PhaseWords.word(run.getPhase()) + " " + run.getReason();
    }

    @Test
    void whoComesBackWhileTheLedgerIsAskedIsRefused() {
        meanwhile =
                () -> {
                    assertThat(LeaseRules.refusal(store.find(KEY), lease)).isPresent();
                    assertThat(store.renew(WORKER, List.of(lease)).lost()).containsExactly(lease);
                };
        look();
        assertThat(asked).containsExactly(KEY);
        assertThat(phase()).isEqualTo("Pending Retrying");
    }

    @Test
    void whatIsAtRiskIsNotRepeated() {
        risk = Optional.of("pay is done");
        look();
        assertThat(phase()).isEqualTo("Failed WorkerLost");
    }

    @Test
    void oneThatIsRenewedMeanwhileGoesOn() {
        List<RunStore.Over> over = store.due(10).over();
        store.renew(WORKER, List.of(lease));
        over.forEach(takeBack::over);
        assertThat(asked).isEmpty();
        assertThat(phase()).isEqualTo("Running Running");
        assertThat(LeaseRules.refusal(store.find(KEY), lease)).isEmpty();
    }

    @Test
    void whoeverLooksNextGoesOnWhereTheLedgerWasAway() {
        meanwhile =
                () -> {
                    throw new ProblemException(new ServiceProblem.Unavailable("the store"));
                };
        assertThrows(ProblemException.class, this::look);
        assertThat(phase()).isEqualTo("Running Running");
        meanwhile = () -> {};
        look();
        assertThat(asked).hasSize(2);
        assertThat(phase()).isEqualTo("Pending Retrying");
    }
}
