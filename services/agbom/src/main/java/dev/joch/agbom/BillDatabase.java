package dev.joch.agbom;

import dev.joch.agbom.store.BillStore;
import dev.joch.agbom.store.PostgresBillStore;
import dev.joch.events.outbox.Outbox;
import dev.joch.service.database.Database;
import dev.joch.service.database.DatabaseConfig;

import java.time.Duration;

/** The schema of this service, with everything that is open in it. */
final class BillDatabase implements AutoCloseable {

    private final Database database;
    private final Outbox outbox;
    private final BillStore bills;

    BillDatabase(DatabaseConfig config, Duration keepFor) {
        this.database = Database.open(config, "agbom", "events");
        this.outbox = Outbox.open(database, keepFor);
        this.bills = new PostgresBillStore(database, outbox);
    }

    BillStore bills() {
        return bills;
    }

    Outbox outbox() {
        return outbox;
    }

    @Override
    public void close() {
        bills.close();
        outbox.close();
        database.close();
    }
}
