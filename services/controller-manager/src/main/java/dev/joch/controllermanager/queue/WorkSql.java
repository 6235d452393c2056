package dev.joch.controllermanager.queue;

import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.sql.ResultSet;
import java.sql.SQLException;

/** The key that rows of work begin with. */
final class WorkSql {

    private WorkSql() {}

    static ResourceKey key(ResultSet rows) throws SQLException {
        return ResourceKeys.of(
                rows.getString(1), rows.getString(2), rows.getString(3), rows.getString(4));
    }
}
