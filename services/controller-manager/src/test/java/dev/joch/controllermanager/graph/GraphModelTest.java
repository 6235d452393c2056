package dev.joch.controllermanager.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;

import dev.joch.controllermanager.queue.Claimed;
import dev.joch.controllermanager.queue.Finished;
import dev.joch.controllermanager.queue.Seats;
import dev.joch.controllermanager.queue.WorkStore;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.service.database.Database;
import dev.joch.service.database.DatabaseConfig;
import dev.joch.testkit.postgres.Postgres;
import dev.joch.testkit.postgres.PostgresUrl;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The index wakes exactly the agents whose view of the world changed, whatever changed: compared
 * with a model that looks at everything each time.
 */
@ExtendWith(Postgres.class)
final class GraphModelTest {

    private static final int STEPS = 250;
    private static final Set<Integer> ALL =
            IntStream.range(0, 12).boxed().collect(Collectors.toSet());

    private Database database;
    private HikariDataSource pool;
    private WorkStore work;
    private GraphStore graph;

    @BeforeEach
    void open(PostgresUrl url) {
        database =
                Database.open(
                        new DatabaseConfig(url.jdbc(), "", "", 8, true),
                        "controller-manager",
                        "events");
        pool = database.as("", 4);
        work = new WorkStore(pool, pool, Duration.ofMinutes(1));
        graph = new GraphStore(pool, InstantSource.system());
    }

    @AfterEach
    void close() {
        graph.close();
        pool.close();
        database.close();
    }

    private Set<ResourceKey> woken() throws SQLException {
        Set<ResourceKey> keys = new HashSet<>();
        List<Claimed> claims = work.claim(ALL, Set.of("Agent"), Seats.of(1000));
        claims.forEach(claim -> keys.add(claim.key()));
        work.finish(claims.stream().<Finished>map(Finished.Done::new).toList());
        return keys;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whoeverSeesAChangeIsWokenAndNobodyElse(long seed) throws SQLException {
        World world = new World(new Random(seed));
        int affected = 0;
        for (int step = 0; step < STEPS; step++) {
            if (world.chance(30)) {
                agentMoves(world);
            } else {
                affected += somethingElseMoves(world, "seed " + seed + ", step " + step);
            }
        }
        // the model is no proof where nothing happens
        assertThat(affected).isGreaterThan(STEPS);
    }

    /** An agent that was changed is looked at for itself; it wakes no other. */
    private void agentMoves(World world) throws SQLException {
        ResourceKey agent = world.moveAgent();
        if (world.has(agent)) {
            graph.depend(dependent(world, agent));
        } else {
            graph.forget(agent, Set.of());
        }
        assertThat(woken()).isEmpty();
    }

    private int somethingElseMoves(World world, String when) throws SQLException {
        Map<ResourceKey, Object> before = world.views();
        Sighting change = world.moveRecord();
        Map<ResourceKey, Object> after = world.views();
        Set<ResourceKey> affected =
                after.entrySet().stream()
                        .filter(now -> !now.getValue().equals(before.get(now.getKey())))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet());
        graph.tell(change);
        assertThat(woken()).as("%s: %s", when, change).isEqualTo(affected);
        for (ResourceKey agent : affected) {
            graph.depend(dependent(world, agent));
        }
        assertThat(woken()).as("%s: told once", when).isEmpty();
        return affected.size();
    }

    private static Dependent dependent(World world, ResourceKey agent) {
        return new Dependent(
                agent,
                world.lookedAt(agent),
                world.revision(),
                new Scope(Map.of("team", world.label(agent)), "sha256:m", ""));
    }
}
