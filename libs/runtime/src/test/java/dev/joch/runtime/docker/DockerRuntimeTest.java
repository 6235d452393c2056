package dev.joch.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;

import dev.joch.runtime.Limits;
import dev.joch.runtime.Program;
import dev.joch.runtime.RuntimeAdapter;
import dev.joch.runtime.RuntimeAdapterContract;
import dev.joch.runtime.State;
import dev.joch.runtime.WorkloadSpec;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Containers keep the contract, wherever an engine answers and has the image. With {@code
 * -Djoch.test.docker=required} one that does not is a failure.
 */
final class DockerRuntimeTest extends RuntimeAdapterContract {

    @TempDir Path folder;
    private @Nullable TestedDocker tested;

    @BeforeAll
    static void engineAnswers() {
        String obstacle = TestedDocker.obstacle();
        if (System.getProperty("joch.test.docker", "").equals("required")) {
            assertThat(obstacle).isEmpty();
        }
        System.out.println(
                "DOCKER RUNTIME: "
                        + (obstacle.isEmpty()
                                ? "tested with " + TestedDocker.IMAGE
                                : "NOT TESTED, " + obstacle));
        Assumptions.assumeTrue(obstacle.isEmpty(), obstacle);
    }

    @Override
    protected TestedDocker tested() {
        TestedDocker known = tested;
        if (known != null) {
            return known;
        }
        try {
            TestedDocker fresh = new TestedDocker(folder);
            tested = fresh;
            return fresh;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void containerMayDoNothingItNeedNot() {
        RuntimeAdapter runtime = open();
        runtime.createJob(
                spec(
                                "caged",
                                "id -u; touch /x 2>/dev/null || echo sealed; grep -E"
                                        + " 'CapEff|NoNewPrivs' /proc/self/status; echo x >/tmp/x && cat /tmp/x")
                        .limits(new Limits(500, 64L << 20, 30, true)));
        assertThat(log(runtime, "caged").lines().map(line -> line.replaceAll("\\s+", " ")))
                .containsExactly(
                        "10001", "sealed", "CapEff: 0000000000000000", "NoNewPrivs: 1", "x");
        InspectContainerResponse made =
                tested().client()
                        .inspectContainerCmd(ContainerName.head(tested().installation(), "caged"))
                        .exec();
        HostConfig host = made.getHostConfig();
        assertThat(host.getReadonlyRootfs()).isTrue();
        assertThat(host.getCapDrop()).containsExactly(Capability.ALL);
        assertThat(host.getSecurityOpts()).contains("no-new-privileges:true");
        assertThat(host.getPidsLimit()).isEqualTo(30);
        assertThat(host.getMemory()).isEqualTo(64L << 20).isEqualTo(host.getMemorySwap());
        assertThat(host.getNanoCPUs()).isEqualTo(500_000_000L);
        assertThat(host.getPrivileged()).isFalse();
    }

    @Test
    void programThatIsNotInTheImageEndsAsTheShellSays() {
        RuntimeAdapter runtime = open();
        runtime.createJob(
                WorkloadSpec.of(
                        "typo", new Program(TestedDocker.IMAGE, List.of("joch-no-such-program"))));
        assertThat(ended(runtime, "typo")).isEqualTo(new State.Ended(127, State.Cause.EXITED));
    }
}
