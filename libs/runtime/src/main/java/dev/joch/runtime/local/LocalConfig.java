package dev.joch.runtime.local;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How processes are started here.
 *
 * @param state folder of this installation, on a local disk
 * @param installation whose workers these are
 * @param path {@code PATH} of every program
 * @param logBytes size of a log before its older half goes
 * @param cgroup a cgroup v2 of this installation's own; otherwise the one beside this process is
 *     tried
 */
public record LocalConfig(
        Path state, String installation, String path, long logBytes, Optional<Path> cgroup) {

    public LocalConfig {
        state = state.toAbsolutePath().normalize();
        if (installation.isBlank()) {
            throw new IllegalArgumentException("an installation has a name");
        }
        if (logBytes < 64 * 1024) {
            throw new IllegalArgumentException("a log has at least 64 KiB");
        }
    }
}
