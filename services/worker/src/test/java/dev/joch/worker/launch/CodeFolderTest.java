package dev.joch.worker.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.resource.v1alpha1.ManifestFramework;
import dev.joch.worker.launch.CodeFolder.Found;
import dev.joch.worker.launch.CodeFolder.Missing;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class CodeFolderTest {

    @TempDir private Path folder;

    private Path code;

    @BeforeEach
    void write() throws IOException {
        code = Files.createDirectories(folder.resolve("code/agents"));
        Files.writeString(code.resolve("a.py"), "");
        Files.writeString(folder.resolve("secret.py"), "");
        Files.createSymbolicLink(code.resolve("inside.py"), code.resolve("a.py"));
        Files.createSymbolicLink(code.resolve("outside.py"), folder.resolve("secret.py"));
        code = folder.resolve("code");
    }

    private String missing(String name) {
        return CodeFolder.of(code.toString()).file("entrypoint", name) instanceof Missing missing
                ? missing.message()
                : "";
    }

    @Test
    void codeIsFoundBelowTheFolder() {
        for (String name : List.of("agents/a.py", "./agents/a.py", "agents/inside.py")) {
            assertThat(CodeFolder.of(code.toString()).file("entrypoint", name))
                    .as(name)
                    .isInstanceOf(Found.class);
        }
    }

    @Test
    void nothingLeadsOutOfIt() {
        assertThat(missing("../secret.py")).contains("leads out");
        assertThat(missing("agents/../../secret.py")).contains("leads out");
        assertThat(missing("/etc/passwd")).contains("leads out");
        assertThat(missing("agents/outside.py")).contains("leads out");
        assertThat(missing("agents")).contains("no file");
        assertThat(missing("agents/b.py")).contains("deploy the code");
        assertThat(missing("")).contains("set entrypoint");
    }

    @Test
    void aWorkerWithoutCodeSaysSo() {
        assertThat(CodeFolder.of("").file("entrypoint", "a.py"))
                .isInstanceOfSatisfying(
                        Missing.class,
                        missing -> assertThat(missing.message()).contains("joch.worker.code"));
    }

    @Test
    void modulesOfPythonAreNamesAndNothingElse() {
        PythonLauncher launcher =
                new PythonLauncher(CodeFolder.of(code.toString()), "python3", folder, folder);
        Assumptions.assumeTrue(launcher.available(), "python3 is not on the path");
        assertThat(plan(launcher, "agents.a:run")).isInstanceOf(Launch.Ready.class);
        assertThat(plan(launcher, "agents.a")).isInstanceOf(Launch.Ready.class);
        assertThat(plan(launcher, "-c:x")).isInstanceOf(Launch.Unstartable.class);
        assertThat(plan(launcher, "a;b")).isInstanceOf(Launch.Unstartable.class);
    }

    private static Launch plan(Launcher launcher, String module) {
        return launcher.plan(ManifestFramework.newBuilder().setPythonModule(module).build(), 0);
    }

    @Test
    void theHeapOfAnAgentInJavaFitsItsMemory() {
        JavaLauncher launcher =
                new JavaLauncher(
                        CodeFolder.of(code.toString()),
                        Optional.empty(),
                        Path.of(System.getProperty("java.home")));
        assertThat(heap(launcher, 1024)).isEqualTo("-Xmx768m");
        assertThat(heap(launcher, 256)).isEqualTo("-Xmx160m");
        assertThat(heap(launcher, 64)).isEqualTo("-Xmx16m");
        assertThat(heap(launcher, 0)).isEmpty();
    }

    private String heap(JavaLauncher launcher, long mebibytes) {
        try {
            Files.writeString(code.resolve("A.java"), "void main() {}");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        Launch.Ready ready =
                (Launch.Ready)
                        launcher.plan(
                                ManifestFramework.newBuilder().setEntrypoint("A.java").build(),
                                mebibytes * 1024 * 1024);
        assertThat(ready.environment()).isEqualTo(Map.of());
        return ready.words().stream()
                .filter(word -> word.startsWith("-Xmx"))
                .findFirst()
                .orElse("");
    }
}
