package dev.joch.runtime.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joch.runtime.Limit;
import dev.joch.runtime.Limits;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is written into a cgroup v2, on a folder that looks like one. */
final class CgroupsTest {

    private static final String MOUNTS =
            "24 1 8:1 / / rw - ext4 /dev/sda1 rw\n"
                    + "30 24 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw\n";

    @TempDir Path folder;

    /** A kernel's folder has its files as soon as it is made. */
    private Path group(Path path, String controllers) throws IOException {
        Files.createDirectories(path);
        Files.writeString(path.resolve("cgroup.controllers"), controllers);
        Files.writeString(path.resolve("cgroup.subtree_control"), controllers);
        return path;
    }

    @Test
    void groupIsMadeBesideOurOwn() {
        assertThat(Cgroups.beside(MOUNTS, "0::/user.slice/joch.service\n"))
                .isEqualTo(Path.of("/sys/fs/cgroup/user.slice"));
        assertThat(Cgroups.beside(MOUNTS, "1:name=systemd:/\n0::/\n"))
                .isEqualTo(Path.of("/sys/fs/cgroup"));
        assertThatThrownBy(() -> Cgroups.beside("24 1 8:1 / / rw - ext4 /dev/sda1 rw\n", "0::/\n"))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Cgroups.beside(MOUNTS, "4:memory:/\n"))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void limitsAreWrittenAsTheKernelReadsThem() throws IOException {
        Path parent = group(folder.resolve("parent"), "cpu memory pids io");
        group(parent.resolve("joch-mine"), "cpu memory pids");
        Cgroups groups = Cgroups.under(parent, "joch-mine");
        assertThat(groups.held()).containsExactlyInAnyOrder(Limit.values());
        Path instance = groups.make("one", new Limits(250, 64L << 20, 40, true));
        assertThat(instance.resolve("cpu.max")).hasContent("25000 100000");
        assertThat(instance.resolve("memory.max")).hasContent("67108864");
        assertThat(instance.resolve("pids.max")).hasContent("40");
        assertThat(groups.make("one", new Limits(1, 0, 0, true))).isEqualTo(instance);
        assertThat(instance.resolve("cpu.max")).hasContent("1000 100000");
    }

    @Test
    void whatIsNotDelegatedIsNotHeld() throws IOException {
        Path parent = group(folder.resolve("parent"), "memory");
        group(parent.resolve("joch-mine"), "memory");
        Cgroups groups = Cgroups.under(parent, "joch-mine");
        assertThat(groups.held()).containsExactly(Limit.MEMORY);
        Path instance = groups.make("one", new Limits(250, 64L << 20, 40, false));
        assertThat(instance.resolve("pids.max")).doesNotExist();
        assertThat(instance.resolve("cpu.max")).doesNotExist();
    }
}
