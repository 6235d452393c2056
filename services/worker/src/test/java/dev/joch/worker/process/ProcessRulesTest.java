package dev.joch.worker.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

final class ProcessRulesTest {

    @Test
    void theNameOfAProcessMayHoldAnything() {
        ProcessTable.Entry entry =
                ProcessTable.parse(
                        "42 (a) S (b) R 7 41 40 0 -1 4194304 100 0 0 0 1 2 0 0 20 0 1 0 987654 8192"
                                + " 25 18446744073709551615 1 1 0 0 0");
        assertThat(entry).isEqualTo(new ProcessTable.Entry(42, 'R', 7, 41, 40, 987654, 25));
    }

    @Test
    void groupsOfAMachineWithVersionTwoOnly() {
        Hierarchies found =
                Hierarchies.parse(
                        List.of(
                                "29 22 0:25 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2"
                                        + " rw,nsdelegate"),
                        List.of("0::/user.slice/user-1000.slice/session.scope"));
        assertThat(found.unified())
                .contains(Path.of("/sys/fs/cgroup/user.slice/user-1000.slice/session.scope"));
        assertThat(found.ofVersion1("pids")).isEmpty();
    }

    @Test
    void groupsOfAMachineThatMixesVersions() {
        Hierarchies found =
                Hierarchies.parse(
                        List.of(
                                "30 22 0:26 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory",
                                "31 22 0:27 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu,cpuacct",
                                "32 22 0:28 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw"),
                        List.of("4:memory:/pods/one", "3:cpu,cpuacct:/", "0::/"));
        assertThat(found.unified()).contains(Path.of("/sys/fs/cgroup/unified"));
        assertThat(found.ofVersion1("memory"))
                .isEqualTo(Optional.of(Path.of("/sys/fs/cgroup/memory/pods/one")));
        assertThat(found.ofVersion1("cpuacct"))
                .isEqualTo(Optional.of(Path.of("/sys/fs/cgroup/cpu")));
        assertThat(found.ofVersion1("pids")).isEmpty();
    }

    @Test
    void aContainerSeesItsOwnPartOfAGroup() {
        Hierarchies found =
                Hierarchies.parse(
                        List.of(
                                "30 22 0:26 /docker/abc /sys/fs/cgroup/pids ro - cgroup cgroup"
                                        + " rw,pids"),
                        List.of("4:pids:/docker/abc"));
        assertThat(found.ofVersion1("pids")).isEqualTo(Optional.of(Path.of("/sys/fs/cgroup/pids")));
    }

    @Test
    void noProgramsAndNoGroupsAreSignalledByMistake() {
        assertThrows(IllegalArgumentException.class, () -> Signals.send(0, Signals.KILL));
        assertThrows(IllegalArgumentException.class, () -> Signals.sendGroup(1, Signals.KILL));
    }
}
