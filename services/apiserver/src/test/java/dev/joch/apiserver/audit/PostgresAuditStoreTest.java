package dev.joch.apiserver.audit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joch.testkit.postgres.TestPostgres;

import org.junit.jupiter.api.Test;

import java.util.List;

final class PostgresAuditStoreTest extends AuditStoreContract {

    @Override
    AuditStore newStore() {
        return new AuditDatabase(TestPostgres.server().newDatabase()).store();
    }

    @Test
    void serverItselfCannotChangeWhatItWrote() {
        AuditDatabase database = new AuditDatabase(TestPostgres.server().newDatabase());
        try (AuditStore store = database.store()) {
            store.append(List.of(AuditFixture.draft("a", "Agent/x/1")));
            String scope = "set joch.tenants = 'a'; set joch.audit_prune = 'on'; ";
            for (String sql :
                    List.of(
                            "update audit_record set outcome = 'x'",
                            "delete from audit_record",
                            "truncate audit_record",
                            "alter table audit_record disable trigger all",
                            "insert into audit_anchor values ('a', 1, '', '')")) {
                assertThatThrownBy(() -> AuditDatabase.run(database.app(), scope + sql))
                        .as(sql)
                        .hasMessageMatching("(?s).*(permission denied|must be owner).*");
            }
        }
    }

    @Test
    void ownerIsStoppedByTriggersToo() {
        String jdbc = TestPostgres.server().newDatabase();
        AuditDatabase database = new AuditDatabase(jdbc);
        try (AuditStore store = database.store();
                var owner =
                        dev.joch.service.database.Database.open(
                                new dev.joch.service.database.DatabaseConfig(
                                        jdbc, "", "", 1, false),
                                "apiserver")) {
            store.append(List.of(AuditFixture.draft("a", "Agent/x/1")));
            for (String sql :
                    List.of(
                            "update audit_record set outcome = 'x'",
                            "delete from audit_record",
                            "truncate audit_record")) {
                assertThatThrownBy(() -> AuditDatabase.run(owner.owner(), sql))
                        .as(sql)
                        .hasMessageContaining("audit records are never changed");
            }
        }
    }

    @Test
    void rowsOfOtherTenantsAreNotThere() {
        AuditDatabase database = new AuditDatabase(TestPostgres.server().newDatabase());
        try (AuditStore store = database.store()) {
            store.append(List.of(AuditFixture.draft("a", "Agent/x/1")));
            String mustBeEmpty = "select 1 / (1 - least(1, count(*))) from audit_record";
            AuditDatabase.run(database.app(), "set joch.tenants = 'b'; " + mustBeEmpty);
            AuditDatabase.run(database.app(), "reset joch.tenants; " + mustBeEmpty);
            assertThatThrownBy(() ->
                            AuditDatabase.run(
                                    database.app(),
                                    "set joch.tenants = 'b'; insert into audit_head values ('a2',"
                                            + " 0, '')"))
                    .hasMessageContaining("row-level security");
        }
    }
}
