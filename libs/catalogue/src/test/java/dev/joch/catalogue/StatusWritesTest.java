package dev.joch.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ToolStatus;
import dev.joch.resourcestore.v1.Outcome;
import dev.joch.resourcestore.v1.PutStatus;
import dev.joch.service.problem.ProblemException;

import io.grpc.Status;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class StatusWritesTest {

    private static final Resource TOOL = Mesh.record("Tool", "x", 1);
    private static final ToolStatus READY = ToolStatus.newBuilder().setPhase("Ready").build();

    private final ScriptedStore store = new ScriptedStore();
    private final Mesh mesh = new Mesh(store);
    private final StatusWrites writes = new StatusWrites(mesh.channel());

    @AfterEach
    void stop() {
        mesh.close();
    }

    @Test
    void theVersionThatWasReadIsTheOneThatIsReplaced() throws Exception {
        assertThat(writes.write(TOOL, ResourceKeys.of(TOOL), READY)).isPresent();
        PutStatus put = store.writes().getFirst().getMutations(0).getPutStatus();
        assertThat(store.writes().getFirst().getTenant()).isEqualTo("acme");
        assertThat(put.getKey()).isEqualTo(ResourceKeys.of(TOOL));
        assertThat(put.getUid()).isEqualTo("uid-x");
        assertThat(put.getResourceVersion()).isEqualTo("3");
        assertThat(put.getStatus().unpack(ToolStatus.class)).isEqualTo(READY);
    }

    @Test
    void whatChangedNothingIsSaid() {
        store.answers(Outcome.Action.ACTION_UNCHANGED);
        assertThat(writes.write(TOOL, ResourceKeys.of(TOOL), READY)).isEmpty();
    }

    @Test
    void aStoreThatIsAwayIsNamed() {
        store.refuses(Status.UNAVAILABLE);
        ProblemException refused =
                assertThrows(
                        ProblemException.class,
                        () -> writes.write(TOOL, ResourceKeys.of(TOOL), READY));
        assertThat(refused.problem().message()).contains("the resource store does not answer");
    }
}
