package dev.joch.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Processor time of process trees. Divided by calls it says what bounds a figure, and it stays
 * comparable on a machine that does other things too.
 */
final class CpuTime {

    private final Supplier<Stream<ProcessHandle>> counted;
    private Duration before;

    /**
     * @param roots counted with all that they have started
     */
    CpuTime(List<ProcessHandle> roots) {
        this(() ->
                roots.stream().flatMap(root -> Stream.concat(Stream.of(root), root.descendants())));
    }

    private CpuTime(Supplier<Stream<ProcessHandle>> counted) {
        this.counted = counted;
        this.before = total();
    }

    /** Without what it has started: that is what it measures. */
    static CpuTime ofThisProcess() {
        return new CpuTime(() -> Stream.of(ProcessHandle.current()));
    }

    /** Of the processes whose ids a system property lists; of none without it. */
    static CpuTime named(String property) {
        return new CpuTime(
                Pattern.compile("\\d+")
                        .matcher(System.getProperty(property, ""))
                        .results()
                        .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid.group())).stream())
                        .toList());
    }

    /** The Postgres behind a JDBC address: the parent of the process that serves our connection. */
    static ProcessHandle postgres(String url) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            return ProcessHandle.of(row.getLong(1))
                    .flatMap(ProcessHandle::parent)
                    .orElseThrow(
                            () -> new IllegalStateException("Postgres is not on this machine"));
        } catch (SQLException e) {
            throw new IllegalStateException("Postgres does not say where it runs", e);
        }
    }

    void restart() {
        before = total();
    }

    /** Microseconds per call since the last restart. */
    double microsPer(long calls) {
        double micros = total().minus(before).toNanos() / 1e3;
        return Math.round(10 * micros / Math.max(1, calls)) / 10.0;
    }

    private Duration total() {
        return counted.get()
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }
}
