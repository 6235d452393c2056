package dev.joch.resourcestore.store;

import static dev.joch.resourcestore.Requests.agent;
import static dev.joch.resourcestore.Requests.agentKey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.joch.resourcestore.Desk;
import dev.joch.resourcestore.Stores;
import dev.joch.testkit.postgres.TestPostgres;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

final class PostgresMigrationsTest {

    private static final String SCHEMA = "joch_resource_store";

    private static FluentConfiguration flyway(String jdbc) {
        return Flyway.configure()
                .dataSource(jdbc, null, null)
                .schemas(SCHEMA)
                .createSchemas(true)
                .locations("classpath:db/resource-store");
    }

    private static List<MigrationInfo> migrations() {
        String jdbc = TestPostgres.server().newDatabase();
        return Arrays.asList(flyway(jdbc).load().info().all());
    }

    /**
     * A table that is there already, a row that is there already: what a half-done or repeated run
     * leaves.
     */
    @TestFactory
    Stream<DynamicTest> eachMigrationMayRunAgain() {
        return migrations().stream()
                .map(migration ->
                        DynamicTest.dynamicTest(migration.getScript(), () -> runsAgain(migration)));
    }

    private static void runsAgain(MigrationInfo migration) throws Exception {
        String jdbc = TestPostgres.server().newDatabase();
        flyway(jdbc).target(migration.getVersion()).load().migrate();
        String path = "db/resource-store/" + migration.getScript();
        try (var in = PostgresMigrationsTest.class.getClassLoader().getResourceAsStream(path);
                Connection connection = DriverManager.getConnection(jdbc);
                Statement statement = connection.createStatement()) {
            String script =
                    new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            statement.execute("set search_path to " + SCHEMA);
            statement.execute(script);
            statement.execute(script);
        }
        flyway(jdbc).load().migrate();
        worksOn(jdbc);
    }

    @TestFactory
    Stream<DynamicTest> eachVersionComesFromTheOneBefore() {
        List<MigrationInfo> all = migrations();
        return IntStream.range(1, all.size())
                .mapToObj(i ->
                        DynamicTest.dynamicTest(
                                all.get(i - 1).getVersion() + " to " + all.get(i).getVersion(),
                                () -> stepsUp(all.get(i - 1), all.get(i))));
    }

    private static void stepsUp(MigrationInfo from, MigrationInfo to) {
        String jdbc = TestPostgres.server().newDatabase();
        assertTrue(flyway(jdbc).target(from.getVersion()).load().migrate().success);
        assertEquals(1, flyway(jdbc).target(to.getVersion()).load().migrate().migrationsExecuted);
        flyway(jdbc).load().migrate();
        worksOn(jdbc);
    }

    private static void worksOn(String jdbc) {
        try (Desk desk = new Desk(Stores.postgres(jdbc))) {
            desk.put(agent("a", "one"));
            assertTrue(desk.exists(agentKey("a")));
        }
    }

    @Test
    void anOwnerWithoutSuperpowersCanMigrateAndServe() throws SQLException {
        String jdbc = TestPostgres.server().newDatabase();
        String database = jdbc.replaceAll(".*/([^?]*).*", "$1");
        String owner = "owner_of_" + database;
        try (Connection connection = DriverManager.getConnection(jdbc);
                Statement statement = connection.createStatement()) {
            statement.execute("create role " + owner + " login createrole");
            statement.execute("grant create on database " + database + " to " + owner);
            for (String role : List.of("app", "feed", "upkeep")) {
                statement.execute(
                        "do $$ begin create role joch_resource_store_"
                                + role
                                + "; exception when duplicate_object then null; end $$");
                statement.execute("grant joch_resource_store_" + role + " to " + owner);
            }
        }
        try (Desk desk =
                new Desk(Stores.postgres(jdbc.replace("user=postgres", "user=" + owner)))) {
            desk.put(agent("a", "one"));
            desk.put(agent("a", "two"));
            assertEquals(1, desk.store.compact(2).dropped());
        }
    }

    /** What {@code create role} gives its maker since Postgres 16. */
    @Test
    void anOwnerThatMadeTheRolesItselfCanActAsThem() throws SQLException {
        String jdbc = TestPostgres.server().newDatabase();
        String database = jdbc.replaceAll(".*/([^?]*).*", "$1");
        String owner = "maker_of_" + database;
        Stores.postgres(TestPostgres.server().newDatabase()).close();
        try (Connection connection = DriverManager.getConnection(jdbc);
                Statement statement = connection.createStatement()) {
            statement.execute("create role " + owner + " login createrole");
            statement.execute("grant create on database " + database + " to " + owner);
            for (String role : List.of("app", "feed", "upkeep")) {
                statement.execute(
                        "grant joch_resource_store_"
                                + role
                                + " to "
                                + owner
                                + " with admin true, inherit false, set false");
            }
        }
        try (Desk desk =
                new Desk(Stores.postgres(jdbc.replace("user=postgres", "user=" + owner)))) {
            desk.put(agent("a", "one"));
            assertTrue(desk.exists(agentKey("a")));
        }
    }

    @Test
    void manyReplicasMayStartAtOnce() throws InterruptedException {
        String jdbc = TestPostgres.server().newDatabase();
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        List<Thread> replicas =
                IntStream.range(0, 4)
                        .mapToObj(i ->
                                Thread.ofVirtual()
                                        .start(() -> {
                                            try {
                                                Stores.postgres(jdbc, 1).close();
                                            } catch (RuntimeException e) {
                                                failures.add(e);
                                            }
                                        }))
                        .toList();
        for (Thread replica : replicas) {
            replica.join();
        }
        assertEquals(List.of(), failures);
    }
}
