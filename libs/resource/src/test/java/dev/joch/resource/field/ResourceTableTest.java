package dev.joch.resource.field;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;

import dev.joch.resource.kind.Kinds;
import dev.joch.resource.v1alpha1.Resource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

class ResourceTableTest {
    private static final Resource AGENT =
            Examples.of(
                    """
                    apiVersion: joch.dev/v1alpha1
                    kind: Agent
                    metadata: {name: a, namespace: n, labels: {env: prod, owner: o}}
                    spec: {framework: {adapterRef: {name: sdk}}}
                    status: {phase: Running}
                    """);

    @Test
    void hasTheColumnsOfTheKind() {
        ResourceTable table = ResourceTable.of(Kinds.kind("Agent"), List.of(AGENT), false, false);
        assertThat(table.headers()).containsExactly("NAME", "FRAMEWORK", "ROUTE", "PHASE", "AGE");
        assertThat(table.rows().getFirst().cells()).containsExactly("a", "sdk", "", "Running");
    }

    @Test
    void wideAndNamespaceAddColumns() {
        ResourceTable table = ResourceTable.of(Kinds.kind("Agent"), List.of(AGENT), true, true);
        assertThat(table.headers())
                .containsExactly(
                        "NAMESPACE", "NAME", "FRAMEWORK", "ROUTE", "OWNER", "ENV", "PHASE", "AGE");
        assertThat(table.rows().getFirst().cells())
                .containsExactly("n", "a", "sdk", "", "o", "prod", "Running");
    }

    @Test
    void theReaderMakesTheAge() {
        Resource old =
                AGENT.toBuilder()
                        .setMetadata(
                                AGENT.getMetadata().toBuilder()
                                        .setCreatedAt(Timestamp.newBuilder().setSeconds(60))
                                        .setDeletedAt(Timestamp.newBuilder().setSeconds(90)))
                        .build();
        ResourceTable.Row row =
                ResourceTable.of(Kinds.kind("Agent"), List.of(old), false, false).rows().getFirst();
        assertThat(row.createdAt()).isEqualTo(Instant.ofEpochSecond(60));
        assertThat(row.cells()).endsWith("Deleting");
    }

    @Test
    void everyColumnOfEveryKindLeadsSomewhere() {
        assertThat(Kinds.all())
                .allSatisfy(kind ->
                        assertThat(kind.columns())
                                .allSatisfy(column ->
                                        assertThat(FieldPath.parse(column.path()).existsIn(kind))
                                                .as(kind.kind() + " " + column.path())
                                                .isTrue()));
    }

    @ParameterizedTest
    @CsvSource({
        "-5, 0s",
        "0, 0s",
        "45, 45s",
        "119, 119s",
        "312, 5m12s",
        "2520, 42m",
        "12000, 3h20m",
        "36000, 10h",
        "446400, 5d4h",
        "7776000, 90d",
        "63936000, 2y10d"
    })
    void agesGetCoarser(long seconds, String age) {
        assertThat(Age.of(Duration.ofSeconds(seconds))).isEqualTo(age);
    }
}
