package dev.joch.runtime.docker;

import java.util.List;
import java.util.regex.Pattern;

/**
 * How containers are made.
 *
 * @param host of the engine, {@code unix:///var/run/docker.sock} or {@code tcp://...}
 * @param installation whose workers these are
 * @param network that they are put into; empty for the engine's default
 * @param binds {@code SOURCE:PATH[:ro]}, into each of them
 * @param user and group by number, never root
 * @param logBytes size of a log before its older half goes
 * @param mostProcesses of a container that asks for no limit
 */
public record DockerConfig(
        String host,
        String installation,
        String network,
        List<String> binds,
        String user,
        long logBytes,
        int mostProcesses) {

    private static final Pattern INSTALLATION = Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?");
    private static final Pattern USER = Pattern.compile("[1-9][0-9]*:[1-9][0-9]*");

    public DockerConfig {
        binds = List.copyOf(binds);
        if (!INSTALLATION.matcher(installation).matches()) {
            throw new IllegalArgumentException(
                    "an installation is named by small letters, digits and dashes");
        }
        if (!USER.matcher(user).matches()) {
            throw new IllegalArgumentException(
                    user + " is no USER:GROUP by number; root is not accepted");
        }
        if (logBytes < 64 * 1024 || mostProcesses < 1) {
            throw new IllegalArgumentException("a log has at least 64 KiB, a container a process");
        }
    }
}
