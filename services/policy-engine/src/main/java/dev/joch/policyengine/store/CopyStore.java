package dev.joch.policyengine.store;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.service.database.TenantSession;
import dev.joch.service.failpoint.Failpoint;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

import javax.sql.DataSource;

/** Copies in the order in which they were committed. */
public final class CopyStore {

    private static final TenantSession.Stops COMMIT =
            new TenantSession.Stops(
                    Failpoint.ENGINE_COPY_COMMIT_BEFORE, Failpoint.ENGINE_COPY_COMMIT_AFTER);

    private final TenantSession session;

    public CopyStore(DataSource owner) {
        this.session = new TenantSession(owner);
    }

    /**
     * One copy.
     *
     * @param version resource version; older ones change nothing
     * @param removed it is gone; the resource then has nothing but its key
     */
    public record Copy(ResourceKey key, long version, boolean removed, Resource resource) {

        public static Copy of(Resource resource) {
            String version = resource.getMetadata().getResourceVersion();
            return new Copy(
                    ResourceKeys.of(resource),
                    version.isEmpty() ? 0 : Long.parseLong(version),
                    false,
                    resource);
        }
    }

    /** A part of the table. */
    public record Page(List<Copy> copies, long change) {}

    /** Keeps those that are newer than what is there. */
    public void put(List<Copy> copies) {
        List<Copy> inOrder = new ArrayList<>(copies);
        inOrder.sort(Comparator.comparing(copy -> ResourceKeys.eventKey(copy.key())));
        session.write(
                Set.of(),
                COMMIT,
                connection -> {
                    long change = next(connection, inOrder.size());
                    try (PreparedStatement statement =
                            connection.prepareStatement(
                                    """
                                    insert into copy (tenant, kind, namespace, name, version, removed, change, body)
                                    values (?, ?, ?, ?, ?, ?, ?, ?)
                                    on conflict (tenant, kind, namespace, name) do update
                                    set version = excluded.version, removed = excluded.removed,
                                        change = excluded.change, body = excluded.body
                                    where copy.version < excluded.version
                                       or (copy.version = excluded.version and excluded.removed and not copy.removed)
                                    """)) {
                        for (Copy copy : inOrder) {
                            statement.setString(1, copy.key().getTenant());
                            statement.setString(2, copy.key().getKind());
                            statement.setString(3, copy.key().getNamespace());
                            statement.setString(4, copy.key().getName());
                            statement.setLong(5, copy.version());
                            statement.setBoolean(6, copy.removed());
                            statement.setLong(7, ++change);
                            statement.setBytes(8, copy.resource().toByteArray());
                            statement.addBatch();
                        }
                        statement.executeBatch();
                    }
                    return change;
                });
    }

    /** The row is locked until the commit: numbers are in order of commit. */
    private static long next(Connection connection, int count) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "update copy_head set change = change + ? returning change - ?")) {
            statement.setLong(1, count);
            statement.setLong(2, count);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** What was committed after a change, in order. */
    public Page after(long change, int limit) {
        return session.within(
                Set.of(),
                connection -> {
                    try (PreparedStatement statement =
                            connection.prepareStatement(
                                    """
                                    select tenant, kind, namespace, name, version, removed, change, body
                                    from copy where change > ? order by change limit ?
                                    """)) {
                        statement.setLong(1, change);
                        statement.setInt(2, limit);
                        List<Copy> copies = new ArrayList<>();
                        long last = change;
                        try (ResultSet row = statement.executeQuery()) {
                            while (row.next()) {
                                copies.add(
                                        new Copy(
                                                ResourceKeys.of(
                                                        row.getString(1),
                                                        row.getString(2),
                                                        row.getString(3),
                                                        row.getString(4)),
                                                row.getLong(5),
                                                row.getBoolean(6),
                                                resource(row.getBytes(8))));
                                last = row.getLong(7);
                            }
                        }
                        return new Page(copies, last);
                    }
                });
    }

    private static Resource resource(byte[] bytes) throws SQLException {
        try {
            return Resource.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new SQLException("a copy cannot be read", e);
        }
    }
}
