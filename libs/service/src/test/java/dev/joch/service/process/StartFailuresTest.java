package dev.joch.service.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.joch.service.identity.GenerateKeys;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Whoever starts a process with a mistake gets one line that names it. */
class StartFailuresTest {

    @TempDir private Path folder = Path.of("");

    private static String told(List<Path> files, Map<String, Object> overrides) {
        Throwable failure =
                catchThrowable(() -> JochProcess.start(List.of(), files, overrides).close());
        assertThat(failure).isNotNull();
        String sentence = ServiceMain.explain(failure);
        assertThat(sentence).doesNotContain("\n");
        return sentence;
    }

    @Test
    void aNumberThatIsNoneIsNamedWithItsKey() {
        assertThat(told(List.of(), Map.of("joch.mesh.port", "many")))
                .contains("joch.mesh.port", "many");
    }

    @Test
    void aPortInUseIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            GenerateKeys.make(folder, "probe");
            assertThat(
                            told(
                                    List.of(),
                                    Map.of(
                                            "joch.mesh.split",
                                            true,
                                            "joch.mesh.host",
                                            "127.0.0.1",
                                            "joch.mesh.port",
                                            taken.getLocalPort(),
                                            "joch.mesh.identity.name",
                                            "probe",
                                            "joch.mesh.identity.key-file",
                                            folder.resolve("probe.key").toString(),
                                            "joch.mesh.identity.trust-folder",
                                            folder.resolve("trust").toString())))
                    .contains("127.0.0.1:" + taken.getLocalPort());
        }
    }

    @Test
    void aMissingKeyOfTheServiceIsNamed() {
        assertThat(
                        told(
                                List.of(),
                                Map.of(
                                        "joch.mesh.split",
                                        true,
                                        "joch.mesh.identity.name",
                                        "probe",
                                        "joch.mesh.identity.key-file",
                                        "nowhere/probe.key",
                                        "joch.mesh.identity.trust-folder",
                                        folder.toString())))
                .contains("nowhere/probe.key");
    }

    @Test
    void aFileThatIsNotYamlIsNamedWithTheLine() throws IOException {
        Path file = Files.writeString(folder.resolve("my.yml"), "joch:\n  mesh: [\n");
        assertThat(told(List.of(file), Map.of())).contains("my.yml", "line 3");
    }

    @Test
    void aFileWithoutKeysIsNotTakenForAnEmptyOne() throws IOException {
        Path file = Files.writeString(folder.resolve("my.yml"), "joch.mesh.port=9090\n");
        assertThat(told(List.of(file), Map.of())).contains("my.yml");
    }

    @Test
    void aKeyThatStandsTwiceIsRefused() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("my.yml"), "joch.mesh.port: 1\njoch.mesh.port: 2\n");
        assertThat(told(List.of(file), Map.of())).contains("my.yml", "joch.mesh.port");
    }
}
