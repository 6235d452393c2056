package dev.joch.scheduler.store;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.scheduler.v1.WorkerDescription;
import dev.joch.scheduler.v1.WorkerState;
import dev.joch.service.database.Bundle;
import dev.joch.service.database.Columns;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Rows of workers. */
final class WorkerRows {

    /**
     * A worker that was heard of a moment ago, and says the same, is left as it is: most decisions
     * give nothing, and such a one then has nothing to write, to lock or to wait for the disk for.
     */
    private static final String PUT =
            """
            insert into worker (worker, body, heard_at)
            select k.worker, k.body, k.heard_at
            from unnest(?::text[], ?::bytea[], ?::bigint[]) as k (worker, body, heard_at)
            left join worker w on w.worker = k.worker
            where w.worker is null or w.body <> k.body or w.heard_at + ? < k.heard_at
            on conflict (worker) do update
                set body = excluded.body, heard_at = greatest(worker.heard_at, excluded.heard_at)
            """;

    private static final String LIST =
            """
            select w.body, w.heard_at, (select count(*) from lease l where l.worker = w.worker)
            from worker w where w.heard_at >= ? order by w.worker
            """;

    private static final String DROP = "delete from worker where heard_at < ?";

    private static final int MICROS_PER_MILLI = 1_000;

    /** How exactly it is known when a worker was heard of: much less than a lease. */
    private static final long MOMENT = 500 * MICROS_PER_MILLI;

    private WorkerRows() {}

    static void heard(Bundle bundle, List<WorkerDescription> workers, long now) {
        List<WorkerDescription> once =
                workers.stream()
                        .sorted(Comparator.comparing(WorkerDescription::getWorker))
                        .toList();
        bundle.add(
                PUT,
                (statement, first) -> {
                    int next =
                            new Columns<>(statement, first, once)
                                    .texts(WorkerDescription::getWorker)
                                    .bytes(WorkerDescription::toByteArray)
                                    .longs(worker -> now)
                                    .next();
                    statement.setLong(next, MOMENT);
                    return next + 1;
                });
    }

    static List<WorkerState> list(Connection connection, long since, long now) throws SQLException {
        List<WorkerState> workers = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(LIST)) {
            statement.setLong(1, since);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    WorkerDescription worker = description(rows.getBytes(1));
                    workers.add(
                            WorkerState.newBuilder()
                                    .setWorker(worker.getWorker())
                                    .setPool(worker.getPool())
                                    .setRuntime(worker.getRuntime())
                                    .setRegion(worker.getRegion())
                                    .putAllLabels(worker.getLabelsMap())
                                    .addAllFrameworks(worker.getFrameworksList())
                                    .setCapacity(worker.getCapacity())
                                    .setLeases(rows.getInt(3))
                                    .setSilentMs(
                                            Math.max(0, now - rows.getLong(2)) / MICROS_PER_MILLI)
                                    .build());
                }
            }
        }
        return workers;
    }

    private static WorkerDescription description(byte[] body) {
        try {
            return WorkerDescription.parseFrom(body);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the description of a worker cannot be read", e);
        }
    }

    static void drop(Connection connection, long before) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DROP)) {
            statement.setLong(1, before);
            statement.executeUpdate();
        }
    }
}
