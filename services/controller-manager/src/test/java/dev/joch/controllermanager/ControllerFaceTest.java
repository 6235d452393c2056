package dev.joch.controllermanager;

import static dev.joch.controllermanager.Records.holds;
import static dev.joch.controllermanager.Records.key;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.zaxxer.hikari.HikariDataSource;

import dev.joch.controllermanager.run.ControllerLoop;
import dev.joch.controllermanager.run.ControllerMetrics;
import dev.joch.controllermanager.status.RecordReconciler;
import dev.joch.resource.v1alpha1.AgBOMStatus;
import dev.joch.resource.v1alpha1.AgentStatus;
import dev.joch.resource.v1alpha1.FrameworkAdapterStatus;
import dev.joch.resource.v1alpha1.ModelStatus;
import dev.joch.resource.v1alpha1.PolicyStatus;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ToolStatus;
import dev.joch.service.process.JochProcess;
import dev.joch.testkit.postgres.Postgres;
import dev.joch.testkit.postgres.PostgresUrl;
import dev.joch.testkit.wait.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** The real module over in-process gRPC, a real Postgres and the direct transport. */
@ExtendWith(Postgres.class)
final class ControllerFaceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private JochProcess process;
    private FakeStore store;
    private FakePeers.FakeCompiler compiler;

    @BeforeEach
    void start(PostgresUrl url) {
        process =
                JochProcess.start(
                        List.of("controller-manager"),
                        List.of(),
                        Map.of("joch.database.url", url.jdbc()));
        store = process.bean(FakeStore.class);
        compiler = process.bean(FakePeers.FakeCompiler.class);
    }

    @AfterEach
    void stop() {
        process.close();
    }

    private void put(String kind, String name, String spec) {
        store.put(Records.of(kind, name, spec));
    }

    private <S extends Message> S await(
            String kind, String name, Class<S> type, Predicate<S> condition) {
        return Await.value(
                kind + " " + name,
                PATIENCE,
                () -> {
                    Optional<Any> status =
                            store.get(key(kind, name))
                                    .filter(Resource::hasStatus)
                                    .map(Resource::getStatus);
                    if (status.isEmpty()) {
                        return null;
                    }
                    try {
                        S typed = status.get().unpack(type);
                        return condition.test(typed) ? typed : null;
                    } catch (InvalidProtocolBufferException e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    /** Until every kind was compared with the store once, and nothing is due any more. */
    private void quiet() {
        await("FrameworkAdapter", "sdk", FrameworkAdapterStatus.class, s -> s.getAgentsBound() > 0);
        Await.until(
                "nothing is due",
                PATIENCE,
                () -> {
                    try (Connection connection =
                                    process.bean(HikariDataSource.class).getConnection();
                            Statement select = connection.createStatement();
                            ResultSet rows =
                                    select.executeQuery(
                                            "select (select count(*) from resync where complete) = 25"
                                                    + " and not exists (select from work where due_at"
                                                    + " < now() + interval '2 seconds')")) {
                        rows.next();
                        return rows.getBoolean(1);
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    private void agent(String name, String tool) {
        put("Agent", name, "{framework: {adapterRef: {name: sdk}}, tools: [{name: " + tool + "}]}");
    }

    @Test
    void anAgentIsCompiledDistributedBilledAndSaysSo() {
        put("FrameworkAdapter", "sdk", "{framework: sdk}");
        put("Tool", "t", "{type: function, sideEffects: {level: read_only}}");
        agent("a", "t");
        AgentStatus status =
                await("Agent", "a", AgentStatus.class, s -> s.getPhase().equals("Ready"));
        assertThat(status.getFramework()).isEqualTo("sdk");
        assertThat(status.getObservedGeneration()).isEqualTo(1);
        assertThat(status.getAbomRef().getName()).isEqualTo("a-agbom");
        assertThat(holds(status.getConditionsList(), "Compiled")).isEqualTo("True Compiled");
        assertThat(process.bean(FakePeers.FakeEngine.class).known).contains("Agent/ns/a");
        await("AgBOM", "a-agbom", AgBOMStatus.class, s -> s.getPhase().equals("Ready"));
        await(
                "FrameworkAdapter",
                "sdk",
                FrameworkAdapterStatus.class,
                s -> s.getAgentsBound() == 1 && s.getPhase().equals("Ready"));
    }

    @Test
    void anAgentWhoseStatusIsLateStillGetsItsBill() throws InterruptedException {
        put("FrameworkAdapter", "sdk", "{framework: sdk}");
        put("Tool", "t", "{type: function, sideEffects: {level: read_only}}");
        FakeStore.Held place = store.hold("Agent");
        agent("a", "t");
        place.arrived().await();
        await("AgBOM", "a-agbom", AgBOMStatus.class, s -> s.getPhase().equals("Pending"));
        Await.until("the bill is looked at no more", PATIENCE, () -> !isDue("AgBOM"));
        place.free().countDown();
        await("AgBOM", "a-agbom", AgBOMStatus.class, s -> s.getPhase().equals("Ready"));
    }

    private boolean isDue(String kind) {
        try (Connection connection = process.bean(HikariDataSource.class).getConnection();
                PreparedStatement select =
                        connection.prepareStatement("select from work where kind = ?")) {
            select.setString(1, kind);
            return select.executeQuery().next();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatOthersReadOfAnOwnStatusIsToldWithIt() {
        put("FrameworkAdapter", "sdk", "{framework: sdk}");
        Await.until("agents can know its phase", PATIENCE, () -> facts("sdk").equals("Ready"));
    }

    private String facts(String name) {
        try (Connection connection = process.bean(HikariDataSource.class).getConnection();
                PreparedStatement select =
                        connection.prepareStatement("select facts from seen where name = ?")) {
            select.setString(1, name);
            ResultSet rows = select.executeQuery();
            return rows.next() ? rows.getString(1) : "";
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aToolThatComesLaterReachesItsAgentAndNoOther() {
        put("FrameworkAdapter", "sdk", "{framework: sdk}");
        put("Tool", "other", "{type: function, sideEffects: {level: read_only}}");
        agent("waiting", "late");
        agent("bystander", "other");
        AgentStatus failed =
                await("Agent", "waiting", AgentStatus.class, s -> s.getPhase().equals("Failed"));
        assertThat(holds(failed.getConditionsList(), "Ready")).isEqualTo("False ReferenceMissing");
        await("AgBOM", "bystander-agbom", AgBOMStatus.class, s -> s.getPhase().equals("Ready"));
        await(
                "Agent",
                "bystander",
                AgentStatus.class,
                s -> s.getPhase().equals("Ready") && s.hasAbomRef());
        quiet();
        long before = compiler.compiles("bystander");
        put("Tool", "late", "{type: function, sideEffects: {level: read_only}}");
        await("Agent", "waiting", AgentStatus.class, s -> s.getPhase().equals("Ready"));
        assertThat(compiler.compiles("bystander")).isEqualTo(before);
    }

    @Test
    void aPolicyThatSelectsAgentsReachesThemBeforeAndAfter() {
        put("FrameworkAdapter", "sdk", "{framework: sdk}");
        put("Tool", "t", "{type: function, sideEffects: {level: read_only}}");
        agent("a", "t");
        await("Agent", "a", AgentStatus.class, s -> s.getPhase().equals("Ready") && s.hasAbomRef());
        await("AgBOM", "a-agbom", AgBOMStatus.class, s -> s.getPhase().equals("Ready"));
        quiet();
        long before = compiler.compiles("a");
        put("Policy", "p", "{appliesTo: {agents: {selector: {matchLabels: {team: a}}}}}");
        Await.until("compiled anew", PATIENCE, () -> compiler.compiles("a") == before + 1);
        put("Policy", "p", "{appliesTo: {agents: {selector: {matchLabels: {team: b}}}}}");
        Await.until("compiled once more", PATIENCE, () -> compiler.compiles("a") == before + 2);
        await(
                "Policy",
                "p",
                PolicyStatus.class,
                s -> s.getObservedGeneration() == 2 && s.getEvaluations7D() == 7);
        put("Policy", "p", "{description: broken}");
        PolicyStatus broken =
                await("Policy", "p", PolicyStatus.class, s -> s.getPhase().equals("Failed"));
        assertThat(holds(broken.getConditionsList(), "Stalled")).isEqualTo("True RuleInvalid");
    }

    @Test
    void aBillThatWasTakenAwayIsMadeAnew() {
        put("FrameworkAdapter", "sdk", "{framework: sdk}");
        put("Tool", "t", "{type: function, sideEffects: {level: read_only}}");
        agent("a", "t");
        await("AgBOM", "a-agbom", AgBOMStatus.class, s -> s.getPhase().equals("Ready"));
        store.delete(key("AgBOM", "a-agbom"));
        await("AgBOM", "a-agbom", AgBOMStatus.class, s -> s.getPhase().equals("Ready"));
    }

    @Test
    void whatIsGoneIsGoneFromTheEngineToo() {
        put("FrameworkAdapter", "sdk", "{framework: sdk}");
        put("Tool", "t", "{type: function, sideEffects: {level: read_only}}");
        agent("a", "t");
        await("Agent", "a", AgentStatus.class, s -> s.getPhase().equals("Ready"));
        store.delete(key("Agent", "a"));
        Await.until(
                "removed from the engine",
                PATIENCE,
                () -> !process.bean(FakePeers.FakeEngine.class).known.contains("Agent/ns/a"));
        await(
                "FrameworkAdapter",
                "sdk",
                FrameworkAdapterStatus.class,
                s -> s.getAgentsBound() == 0);
    }

    @Test
    void theEngineKnowsWhatItJudges() {
        put("Model", "m", "{provider: openai, model: m}");
        put("Tool", "t", "{type: function, sideEffects: {level: read_only}}");
        put(
                "MCPServer",
                "s",
                "{transport: streamable_http, endpoint: {url: 'https://example.com'}}");
        await("Tool", "t", ToolStatus.class, s -> s.getPhase().equals("Ready"));
        var known = process.bean(FakePeers.FakeEngine.class).known;
        Await.until(
                "handed over",
                PATIENCE,
                () -> known.containsAll(List.of("Model/m", "Tool/ns/t", "MCPServer/ns/s")));
        store.delete(key("Tool", "t"));
        Await.until("removed from the engine", PATIENCE, () -> !known.contains("Tool/ns/t"));
    }

    @Test
    void aFinalizerHoldsTheRecordUntilTheCleanUpIsDone() {
        put("Model", "m", "{provider: openai, model: m}");
        await("Model", "m", ModelStatus.class, s -> s.getPhase().equals("Ready"));
        Resource.Builder leaving = store.get(key("Model", "m")).orElseThrow().toBuilder();
        leaving.getMetadataBuilder().addFinalizers(RecordReconciler.FINALIZER);
        leaving.getMetadataBuilder().getDeletedAtBuilder().setSeconds(1);
        store.put(leaving.build());
        Await.until("gone", PATIENCE, () -> store.get(key("Model", "m")).isEmpty());
    }

    @Test
    void aStatusThatSaysTheSameIsNotWritten() {
        put("Model", "m", "{provider: openai, model: m}");
        await("Model", "m", ModelStatus.class, s -> s.getPhase().equals("Ready"));
        int writes = store.statusWrites.get();
        store.put(store.get(key("Model", "m")).orElseThrow());
        put("Model", "n", "{provider: openai, model: n}");
        await("Model", "n", ModelStatus.class, s -> s.getPhase().equals("Ready"));
        assertThat(store.statusWrites.get()).isEqualTo(writes + 1);
    }

    @Test
    void anAgentIsHandedToTheEngineOnlyWhenItChanged() {
        put("FrameworkAdapter", "sdk", "{framework: sdk}");
        put("Tool", "t", "{type: function, sideEffects: {level: read_only}}");
        agent("a", "t");
        await("Agent", "a", AgentStatus.class, s -> s.getPhase().equals("Ready") && s.hasAbomRef());
        await("AgBOM", "a-agbom", AgBOMStatus.class, s -> s.getPhase().equals("Ready"));
        quiet();
        FakePeers.FakeEngine engine = process.bean(FakePeers.FakeEngine.class);
        AtomicLong handed = engine.handed.getOrDefault("Agent/ns/a", new AtomicLong());
        assertThat(handed).hasValue(1);
        long before = compiler.compiles("a");
        int statuses = store.told.getOrDefault(key("Agent", "a"), List.of()).size();

        // what the agent depends on is the compiler's business, and changes no status
        put("Tool", "t", "{type: function, description: v2, sideEffects: {level: read_only}}");
        Await.until("compiled anew", PATIENCE, () -> compiler.compiles("a") == before + 1);
        quiet();
        assertThat(handed).hasValue(1);
        assertThat(store.told.getOrDefault(key("Agent", "a"), List.of())).hasSize(statuses);

        Resource.Builder moved = store.get(key("Agent", "a")).orElseThrow().toBuilder();
        moved.getMetadataBuilder().putLabels("team", "b");
        store.put(moved.build());
        Await.until("handed over again", PATIENCE, () -> handed.get() == 2);
    }

    @Test
    void theEchoOfAnOwnStatusIsNotLookedAt() {
        put("Model", "m", "{provider: openai, model: m}");
        await("Model", "m", ModelStatus.class, s -> s.getPhase().equals("Ready"));
        put("FrameworkAdapter", "sdk", "{framework: sdk}");
        put("Tool", "t", "{type: function, sideEffects: {level: read_only}}");
        agent("a", "t");
        await("AgBOM", "a-agbom", AgBOMStatus.class, s -> s.getPhase().equals("Ready"));
        quiet();
        ControllerMetrics metrics = process.bean(ControllerLoop.class).metrics();
        // an echo may overtake the answer to its write, and is looked at then: not every time
        List<Long> looks = new ArrayList<>();
        for (int change = 2; change < 8 && !looks.contains(1L); change++) {
            long generation = change;
            long before = metrics.reconciles();
            put("Model", "m", "{provider: openai, model: m" + change + "}");
            await("Model", "m", ModelStatus.class, s -> s.getObservedGeneration() == generation);
            quiet();
            looks.add(metrics.reconciles() - before);
        }
        assertThat(looks).contains(1L);

        // the word of another is heard
        Resource model = store.get(key("Model", "m")).orElseThrow();
        store.say(model, ModelStatus.newBuilder().setHealth("Degraded").build());
        ModelStatus degraded =
                await("Model", "m", ModelStatus.class, s -> s.getConditionsCount() > 0);
        assertThat(holds(degraded.getConditionsList(), "Healthy")).isEqualTo("False Degraded");
    }

    @Test
    void aChangeThatManyShareCostsFewCallsEach() {
        put("FrameworkAdapter", "sdk", "{framework: sdk}");
        put("Tool", "t", "{type: function, sideEffects: {level: read_only}}");
        int agents = 20;
        for (int i = 0; i < agents; i++) {
            agent("a" + i, "t");
            await(
                    "AgBOM",
                    "a" + i + "-agbom",
                    AgBOMStatus.class,
                    s -> s.getPhase().equals("Ready"));
        }
        quiet();
        int reads = store.reads.get();
        int compiles = compiles(agents);
        put("Policy", "p", "{appliesTo: {agents: {selector: {matchLabels: {team: a}}}}}");
        Await.until("all are compiled", PATIENCE, () -> compiles(agents) == compiles + agents);
        await("Policy", "p", PolicyStatus.class, s -> s.getObservedGeneration() == 1);
        quiet();
        // one for each agent, one for the policy, and one for it again when it was told
        assertThat(store.reads.get() - reads).isBetween(agents + 1, agents + 4);
        assertThat(compiles(agents)).isEqualTo(compiles + agents);
    }

    private int compiles(int agents) {
        return IntStream.range(0, agents)
                .mapToObj(i -> "a" + i)
                .mapToInt(a -> (int) compiler.compiles(a))
                .sum();
    }

    @Test
    void everyKindHasAController() {
        assertThat(AllControllers.kinds()).hasSize(25);
        assertThat(process.bean(ControllerLoop.class).kinds()).isEqualTo(AllControllers.kinds());
    }
}
