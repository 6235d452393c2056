package dev.joch.resourcestore.store;

import static dev.joch.resourcestore.Requests.agent;
import static dev.joch.resourcestore.Requests.agentKey;
import static dev.joch.resourcestore.Requests.any;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.joch.resourcestore.Desk;
import dev.joch.resourcestore.Stores;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

final class SqliteResourceStoreTest extends ResourceStoreContract {

    @TempDir private Path folder;

    @Override
    ResourceStore open() {
        return Stores.sqlite(folder.resolve("joch.db"));
    }

    @Test
    void whatWasWrittenIsThereAfterAReopen() {
        Path file = folder.resolve("again.db");
        try (Desk desk = new Desk(Stores.sqlite(file))) {
            desk.put(agent("a", "one"));
        }
        try (Desk desk = new Desk(Stores.sqlite(file))) {
            assertEquals(any("one"), desk.get(agentKey("a")).getSpec());
            assertEquals(1, desk.store.bounds().revision());
        }
    }

    @Test
    void aFileOfBeforeTracesWereKeptIsOpenedAsItIs() throws SQLException {
        Path file = folder.resolve("old.db");
        try (Desk desk = new Desk(Stores.sqlite(file))) {
            desk.put(agent("a", "one"));
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("alter table log drop column traceparent");
        }
        try (Desk desk = new Desk(Stores.sqlite(file))) {
            desk.put(agent("b", "two"));
            assertEquals(any("one"), desk.get(agentKey("a")).getSpec());
            assertEquals(2, desk.store.changesAfter(0, 10).size());
        }
    }

    @Test
    void aFileHasOneProcess() {
        assertThrows(IllegalStateException.class, () -> Stores.sqlite(folder.resolve("joch.db")));
    }
}
