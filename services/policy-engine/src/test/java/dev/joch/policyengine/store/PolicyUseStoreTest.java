package dev.joch.policyengine.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import com.zaxxer.hikari.HikariDataSource;

import dev.joch.events.outbox.Outbox;
import dev.joch.policy.v1.Decision;
import dev.joch.policy.v1.EvaluateRequest;
import dev.joch.policy.v1.EvaluateResponse;
import dev.joch.policy.v1.RecordedDecision;
import dev.joch.policyengine.store.DecisionStore.Entry;
import dev.joch.policyengine.store.DecisionStore.Use;
import dev.joch.service.database.Database;
import dev.joch.service.database.DatabaseConfig;
import dev.joch.testkit.postgres.TestPostgres;
import dev.joch.testkit.wait.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Decisions count for every policy that had a say, and cost one row for all of them. */
final class PolicyUseStoreTest {

    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00.123456789Z");
    private static final LocalDate WEEK = LocalDate.parse("2026-11-21");
    private static final List<String> BOTH = List.of("ns/costs", "ns/writes");

    private final Database database =
            Database.open(
                    new DatabaseConfig(TestPostgres.server().newDatabase(), "", "", 4, false),
                    "policy-engine",
                    "events");
    private final HikariDataSource pool = database.as("joch_policy_engine_app");
    private final Outbox outbox = Outbox.open(database, Duration.ofDays(1));
    private final DecisionStore store = new DecisionStore(pool, outbox);
    private int decisions;

    @AfterEach
    void close() {
        outbox.close();
        pool.close();
        database.close();
    }

    private Entry entry(
            String tenant, List<String> policies, Decision decision, String policy, Instant at) {
        return new Entry(
                RecordedDecision.newBuilder()
                        .setDecisionId("d" + decisions++)
                        .setDecidedAt(
                                Timestamp.newBuilder()
                                        .setSeconds(at.getEpochSecond())
                                        .setNanos(at.getNano()))
                        .setRequest(EvaluateRequest.newBuilder().setTenant(tenant).setAgent("a"))
                        .setResponse(
                                EvaluateResponse.newBuilder()
                                        .setDecision(decision)
                                        .setPolicy(policy))
                        .build(),
                policies,
                List.of());
    }

    private Entry allowed(List<String> policies) {
        return entry("acme", policies, Decision.DECISION_ALLOW, "", NOON);
    }

    private Use use(String tenant, String policy) {
        return store.use(tenant, "ns", policy, WEEK);
    }

    private long rows(String table) throws SQLException {
        try (Connection connection = database.owner().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from " + table)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Test
    void aDecisionCountsForEveryPolicyAndADenialForTheOneThatDenied() {
        store.write(
                List.of(
                        allowed(BOTH),
                        allowed(List.of("ns/writes")),
                        entry("acme", BOTH, Decision.DECISION_DENY, "writes", NOON.plusSeconds(5)),
                        entry("acme", BOTH, Decision.DECISION_MODIFY, "costs", NOON)));
        store.write(List.of(allowed(BOTH)));
        Instant last = Instant.parse("2026-11-28T12:00:05.123457Z");
        assertThat(use("acme", "writes")).isEqualTo(new Use(5, 1, 0, last));
        assertThat(use("acme", "costs")).isEqualTo(new Use(4, 0, 1, last));
        assertThat(use("acme", "other")).isEqualTo(new Use(0, 0, 0, Instant.EPOCH));
        assertThat(use("others", "writes").evaluations()).isZero();
        assertThat(store.use("acme", "ns", "writes", LocalDate.parse("2026-11-28")).evaluations())
                .isZero();
    }

    @Test
    void aSetOfManyPoliciesIsOneRowADay() throws SQLException {
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            many.add("ns/p" + i);
        }
        for (int group = 0; group < 3; group++) {
            store.write(List.of(allowed(many), allowed(many)));
        }
        Instant tomorrow = NOON.plus(Duration.ofDays(1));
        store.write(List.of(entry("acme", many, Decision.DECISION_ALLOW, "", tomorrow)));
        store.write(List.of(entry("others", many, Decision.DECISION_ALLOW, "", NOON)));
        assertThat(rows("policy_set_use")).isEqualTo(3);
        assertThat(rows("policy_set_member")).isEqualTo(400);
        assertThat(rows("policy_use")).isZero();
        assertThat(use("acme", "p199").evaluations()).isEqualTo(7);
        assertThat(use("others", "p0").evaluations()).isEqualTo(1);
    }

    @Test
    void whatIsWrittenTwiceIsThereAndCountsOnce() throws SQLException {
        Entry twice = allowed(BOTH);
        store.write(List.of(twice, allowed(BOTH), twice));
        store.write(List.of(twice));
        assertThat(rows("decision")).isEqualTo(2);
        assertThat(use("acme", "costs").evaluations()).isEqualTo(2);
    }

    @Test
    void whatWasCountedPolicyByPolicyStillCounts() throws SQLException {
        try (Connection connection = database.owner().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    insert into policy_use (tenant, namespace, policy, day, evaluations, denials, modifications, last)
                    values ('acme', 'ns', 'costs', '2026-11-28', 7, 2, 1, '2026-11-28T01:00:00Z')
                    """);
        }
        store.write(List.of(entry("acme", BOTH, Decision.DECISION_DENY, "costs", NOON)));
        assertThat(use("acme", "costs").evaluations()).isEqualTo(8);
        assertThat(use("acme", "costs").denials()).isEqualTo(3);
        assertThat(use("acme", "costs").modifications()).isEqualTo(1);
    }

    @Test
    void aDecisionWithoutPoliciesIsKeptAndCountsForNone() throws SQLException {
        store.write(List.of(allowed(List.of())));
        assertThat(rows("decision")).isEqualTo(1);
        assertThat(rows("policy_set_use")).isZero();
    }

    @Test
    void sumsThatNobodyReadsGoAndWithThemSetsThatHaveNone() throws SQLException {
        Instant longAgo = NOON.minus(Duration.ofDays(30));
        List<String> gone = List.of("ns/costs", "ns/gone");
        store.write(
                List.of(
                        entry("acme", BOTH, Decision.DECISION_DENY, "costs", longAgo),
                        entry("acme", gone, Decision.DECISION_ALLOW, "", longAgo),
                        entry("others", gone, Decision.DECISION_ALLOW, "", longAgo),
                        allowed(BOTH)));
        assertThat(store.forgetUse("acme", WEEK)).isEqualTo(1 + 2 + 2);
        assertThat(store.forgetUse("acme", WEEK)).isZero();
        assertThat(rows("policy_use")).isZero();
        assertThat(rows("policy_set_use")).isEqualTo(2);
        assertThat(rows("policy_set_member")).isEqualTo(4);
        store.write(List.of(allowed(gone)));
        assertThat(use("acme", "costs").evaluations()).isEqualTo(2);
        assertThat(use("acme", "gone").evaluations()).isEqualTo(1);
    }

    /** The set is there from long ago, and one who is not done yet uses it again. */
    @Test
    void aSetThatIsUsedAgainAtThatMomentKeepsItsPolicies() throws Exception {
        store.write(
                List.of(
                        entry(
                                "acme",
                                BOTH,
                                Decision.DECISION_ALLOW,
                                "",
                                NOON.minus(Duration.ofDays(30)))));
        try (Connection using = database.owner().getConnection();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            using.setAutoCommit(false);
            PolicyUseStore.count(using, List.of(allowed(BOTH)));
            Future<Integer> forgetting = threads.submit(() -> store.forgetUse("acme", WEEK));
            Await.until(
                    "who forgets waits", Duration.ofSeconds(30), () -> waitsForAnother(database));
            using.commit();
            assertThat(forgetting.get()).isEqualTo(1);
        }
        assertThat(use("acme", "costs").evaluations()).isEqualTo(1);
    }

    private static boolean waitsForAnother(Database database) {
        try (Connection connection = database.owner().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                """
                                select count(*) from pg_locks
                                where locktype = 'advisory' and not granted
                                  and database = (select oid from pg_database where datname = current_database())
                                """)) {
            row.next();
            return row.getLong(1) > 0;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
