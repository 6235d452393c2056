package dev.joch.policyengine;

import static dev.joch.policyengine.EngineDesk.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.joch.events.EventLog;
import dev.joch.events.outbox.Outbox;
import dev.joch.policy.v1.Decision;
import dev.joch.policy.v1.ListDecisionsRequest;
import dev.joch.policy.v1.ListDisabledRulesRequest;
import dev.joch.policy.v1.RecordedDecision;
import dev.joch.service.failpoint.Failpoint;
import dev.joch.testkit.cluster.ChildCommand;
import dev.joch.testkit.cluster.ChildProcess;
import dev.joch.testkit.history.Depth;
import dev.joch.testkit.history.Seed;
import dev.joch.testkit.postgres.TestPostgres;
import dev.joch.testkit.wait.Await;

import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whatever line the engine dies on: what was answered is on record, a grant lets one call pass at
 * most, a rule is out of force if and only if that was told.
 */
@Execution(ExecutionMode.CONCURRENT)
final class KilledAnywhereTest {

    private static final Duration SOON = Duration.ofSeconds(90);
    private static final int KILLED = 137;

    private final String jdbc = TestPostgres.server().newDatabase();

    static List<Arguments> places() {
        List<Arguments> all =
                List.of(
                        arguments(Failpoint.ENGINE_COPY_COMMIT_BEFORE, 1),
                        arguments(Failpoint.ENGINE_COPY_COMMIT_AFTER, 1),
                        arguments(Failpoint.ENGINE_DECISION_COMMIT_BEFORE, 1),
                        arguments(Failpoint.ENGINE_DECISION_COMMIT_AFTER, 2),
                        arguments(Failpoint.ENGINE_EXCEPTION_COMMIT_BEFORE, 1),
                        arguments(Failpoint.ENGINE_EXCEPTION_COMMIT_AFTER, 1),
                        arguments(Failpoint.ENGINE_EXCEPTION_COMMIT_BEFORE, 2),
                        arguments(Failpoint.ENGINE_EXCEPTION_COMMIT_AFTER, 2),
                        arguments(Failpoint.ENGINE_EXCEPTION_COMMIT_BEFORE, 3),
                        arguments(Failpoint.ENGINE_EXCEPTION_COMMIT_AFTER, 3),
                        arguments(Failpoint.ENGINE_EXCEPTION_COMMIT_BEFORE, 4),
                        arguments(Failpoint.ENGINE_EXCEPTION_COMMIT_AFTER, 4),
                        arguments(Failpoint.OUTBOX_ADD_AFTER, 3),
                        arguments(Failpoint.ENGINE_ANSWER_BEFORE, 2),
                        arguments(Failpoint.ENGINE_ANSWER_AFTER, 1));
        return Depth.ofThisRun().some(all, Seed.of(KilledAnywhereTest.class));
    }

    /** Exceptions are made in this order: a grant, its use, a rule out of force, and back. */
    @ParameterizedTest
    @MethodSource("places")
    void whatWasAnsweredHoldsAndNothingHappensTwice(Failpoint place, int hit) {
        String said = run(place + "=halt@" + hit, KILLED);
        try (EngineDesk desk = new EngineDesk(jdbc)) {
            List<RecordedDecision> records = records(desk);
            assertThat(ids(records)).containsAll(denied(said));
            List<String> used = used(records);
            assertThat(used).doesNotHaveDuplicates().containsAll(passed(said));

            Await.until(
                    "what was told of the rule is so",
                    SOON,
                    () -> inForce(desk) == !told(desk).equals("RuleDisabled"));
            if (said.lines().anyMatch("disabled"::equals)) {
                assertThat(inForce(desk))
                        .isEqualTo(place == Failpoint.ENGINE_EXCEPTION_COMMIT_AFTER);
            }
            if (inForce(desk)) {
                boolean granted = said.lines().anyMatch(line -> line.startsWith("granted "));
                for (int i = 0; i < 3; i++) {
                    desk.evaluate(call("external_write"));
                }
                assertThat(used(records(desk)))
                        .doesNotHaveDuplicates()
                        .hasSizeBetween(granted ? 1 : 0, 1);
            }
            eachDenialIsToldOnce(desk);
        }
    }

    private String run(String failpoint, int status) {
        ChildCommand command =
                ChildCommand.java(
                                "deciding",
                                DecidingProcess.class.getName(),
                                128,
                                System.getProperty("java.class.path"))
                        .with(jdbc)
                        .env("JOCH_FAILPOINTS", failpoint);
        Path log = Path.of("target", "killed", "deciding-" + failpoint + ".log");
        try (ChildProcess child = ChildProcess.start(command, log)) {
            assertThat(child.awaitEnd(SOON)).as(child.text()).isEqualTo(status);
            return child.text();
        }
    }

    private static List<RecordedDecision> records(EngineDesk desk) {
        return desk.engine()
                .listDecisions(
                        ListDecisionsRequest.newBuilder()
                                .setTenant("acme")
                                .setPageSize(1000)
                                .build())
                .getDecisionsList();
    }

    private static List<String> ids(List<RecordedDecision> records) {
        return records.stream().map(RecordedDecision::getDecisionId).toList();
    }

    /** Grants that decisions used up. */
    private static List<String> used(List<RecordedDecision> records) {
        return records.stream()
                .map(record -> record.getResponse().getBreakGlassGrant())
                .filter(grant -> !grant.isEmpty())
                .toList();
    }

    private static List<String> denied(String said) {
        return said.lines()
                .filter(line -> line.startsWith("answered DECISION_DENY"))
                .map(line -> line.split(" ", -1)[2])
                .toList();
    }

    /** Grants by which something was let through. */
    private static List<String> passed(String said) {
        return said.lines()
                .filter(line -> line.startsWith("answered DECISION_ALLOW"))
                .map(line -> line.split(" ", -1)[3])
                .filter(grant -> !grant.isEmpty())
                .toList();
    }

    private static boolean inForce(EngineDesk desk) {
        return desk.engine()
                        .listDisabledRules(
                                ListDisabledRulesRequest.newBuilder().setTenant("acme").build())
                        .getDisabledCount()
                == 0;
    }

    /** The last that was told of the rule. */
    private static String told(EngineDesk desk) {
        return events(desk).stream()
                .map(entry -> entry.event().type())
                .map(type -> type.substring(type.lastIndexOf('.') + 1))
                .filter(type -> type.startsWith("Rule"))
                .reduce("", (before, type) -> type);
    }

    private static void eachDenialIsToldOnce(EngineDesk desk) {
        long denials =
                records(desk).stream()
                        .filter(record ->
                                record.getResponse().getDecision() == Decision.DECISION_DENY)
                        .count();
        Await.until(
                "every denial is told",
                SOON,
                () ->
                        events(desk).stream()
                                        .filter(entry ->
                                                entry.event().type().endsWith("PolicyDenied"))
                                        .count()
                                == denials);
    }

    private static List<EventLog.Entry> events(EngineDesk desk) {
        List<EventLog.Entry> inOrder = new ArrayList<>();
        Outbox outbox = desk.bean(Outbox.class);
        long newest = outbox.newest();
        AtomicLong place = new AtomicLong();
        Await.until(
                "all that was committed can be read",
                SOON,
                () -> {
                    EventLog.Page page = outbox.read(place.get(), 100);
                    inOrder.addAll(page.entries());
                    place.set(page.end());
                    return page.end() >= newest;
                });
        return inOrder;
    }
}
