package dev.joch.controllermanager;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;

import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.kind.Kinds;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.testkit.wait.Await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Whether everything was done, and nothing twice. */
final class Convergence {

    private final PeerNetwork network;
    private final String jdbc;

    Convergence(PeerNetwork network, String jdbc) {
        this.network = network;
        this.jdbc = jdbc;
    }

    /** Waits until every status speaks of what is there now, and the queue has nothing to do. */
    void await(Duration patience) {
        try {
            Await.until(
                    "every record is reconciled",
                    patience,
                    () ->
                            idle()
                                    && network.store.all().stream().allMatch(Convergence::settled)
                                    && compiled().equals(wanted()));
        } catch (AssertionError e) {
            throw new AssertionError(
                    "open: "
                            + network.store.all().stream()
                                    .filter(resource -> !settled(resource))
                                    .map(ResourceKeys::of)
                                    .map(ResourceKeys::text)
                                    .toList()
                            + "; queue: "
                            + rows("select kind || '/' || name, failure from work order by due_at"),
                    e);
        }
    }

    private static boolean settled(Resource resource) {
        return !resource.getMetadata().hasDeletedAt()
                && observed(resource) == resource.getMetadata().getGeneration();
    }

    static long observed(Resource resource) {
        try {
            Message status = Kinds.kind(resource.getKind()).statusOf(resource);
            FieldDescriptor field =
                    status.getDescriptorForType().findFieldByName("observed_generation");
            return (Long) status.getField(field);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Nothing is due within a while; policies come back for their counters later. */
    private boolean idle() {
        return rows("select name, '' from work where due_at < now() + interval '5 seconds'")
                .isEmpty();
    }

    /** Digest of the manifest that each agent was compiled to last, as the index has it. */
    private Map<String, String> compiled() {
        return rows("select name, manifest from agent_scope");
    }

    /** What they compile to now. */
    private Map<String, String> wanted() {
        Map<String, String> digests = new TreeMap<>();
        for (Resource resource : network.store.all()) {
            if (resource.getKind().equals("Agent")) {
                digests.put(
                        resource.getMetadata().getName(),
                        network.compiler.one(resource).getManifest().getDigest());
            }
        }
        return digests;
    }

    private Map<String, String> rows(String sql) {
        Map<String, String> found = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection(jdbc);
                Statement statement = connection.createStatement()) {
            statement.execute("set search_path to joch_controller_manager");
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    found.put(rows.getString(1), rows.getString(2));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return found;
    }

    /** Nobody saw anything twice, or backwards. */
    void nothingTwice() {
        assertThat(network.compiler.overlaps).as("keys that two had at once").isEmpty();
        Map<ResourceKey, Integer> bills = new HashMap<>();
        network.store.created.forEach((key, times) -> {
            if (key.getKind().equals("AgBOM")) {
                bills.put(key, times.get());
            }
        });
        assertThat(bills.values()).as("times that a bill record was made").containsOnly(1);
        network.store.told.forEach(Convergence::forwards);
    }

    private static void forwards(ResourceKey key, List<FakeStore.Told> told) {
        for (FakeStore.Told each : told) {
            assertThat(each.after().getStatus())
                    .as("a status of %s that says nothing new", ResourceKeys.text(key))
                    .isNotEqualTo(each.before().getStatus());
            assertThat(observed(each.after()))
                    .as("generation that the status of %s speaks of", ResourceKeys.text(key))
                    .isGreaterThanOrEqualTo(observed(each.before()));
        }
    }
}
