package dev.joch.apiserver.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.api.v1.AuditFault;
import dev.joch.testkit.postgres.TestPostgres;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Whoever owns the database can change it, but not unnoticed. */
final class TamperTest {

    private static final int RECORDS = 60;

    @TempDir private Path folder = Path.of("");

    private static List<AuditDraft> drafts() {
        List<AuditDraft> drafts = new ArrayList<>();
        for (int i = 1; i <= RECORDS; i++) {
            drafts.add(AuditFixture.draft("a", "Agent/x/" + i));
        }
        return drafts;
    }

    private VerifyAudit.Report afterRestart(AuditStore store) {
        // nothing in memory but what the file holds
        HeadCheckpoints checkpoints = AuditFixture.checkpoints(store, folder.resolve("heads"));
        return new VerifyAudit(store, checkpoints).verify("a", 0);
    }

    private AuditDatabase written() {
        AuditDatabase database = new AuditDatabase(TestPostgres.server().newDatabase());
        AuditStore store = database.store();
        HeadCheckpoints checkpoints = AuditFixture.checkpoints(store, folder.resolve("heads"));
        store.append(drafts()).forEach(checkpoints::committed);
        checkpoints.write();
        return database;
    }

    private static List<String> words(VerifyAudit.Report report) {
        return report.faults().stream().map(AuditFault::getFault).distinct().toList();
    }

    /** A statement that changes something, told by its number. */
    private static String random(Random random) {
        int i = 1 + random.nextInt(RECORDS);
        int j = 1 + (i % RECORDS);
        String[] columns = {
            "subject",
            "method",
            "verb",
            "resource",
            "effective_policies",
            "outcome",
            "request_digest",
            "peer",
            "request_id"
        };
        return switch (random.nextInt(8)) {
            case 0 ->
                    "update audit_record set "
                            + columns[random.nextInt(columns.length)]
                            + " = 'mallory' where sequence = "
                            + i;
            case 1 -> "update audit_record set time_micros = time_micros + 1 where sequence = " + i;
            case 2 -> "delete from audit_record where sequence = " + i;
            case 3 -> "delete from audit_record where sequence >= " + i;
            case 4 ->
                    "delete from audit_record where sequence = "
                            + i
                            + "; update audit_record set sequence = sequence - 1 where sequence > "
                            + i;
            case 5 -> // one more between two
                    "update audit_record set sequence = sequence + 1000 where sequence > "
                            + i
                            + "; insert into audit_record select tenant, sequence + 1, time_micros,"
                            + " request_id, subject, method, verb, resource, effective_policies,"
                            + " outcome, request_digest, peer, hash, hash from audit_record where"
                            + " sequence = "
                            + i
                            + "; update audit_record set sequence = sequence - 999 where sequence >"
                            + " 1000";
            case 6 ->
                    "update audit_record set sequence = 0 - sequence where sequence in ("
                            + i
                            + ","
                            + j
                            + ")"
                            + "; update audit_record set sequence = "
                            + j
                            + " where sequence = -"
                            + i
                            + "; update audit_record set sequence = "
                            + i
                            + " where sequence = -"
                            + j;
            default -> "update audit_record set hash = sha256(hash) where sequence = " + i;
        };
    }

    @Test
    void randomTamperingIsFoundEveryTime() {
        AuditDatabase database = written();
        try (AuditStore store = database.store()) {
            database.tamper(
                    "alter table audit_record drop constraint if exists"
                            + " audit_record_sequence_check");
            database.tamper("create table original as select * from audit_record");
            Random random = new Random(7);
            assertThat(afterRestart(store).faults()).isEmpty();
            for (int round = 0; round < 300; round++) {
                String sql = random(random);
                database.tamper(sql);
                assertThat(afterRestart(store).intact()).as(sql).isFalse();
                database.tamper(
                        "delete from audit_record; insert into audit_record select * from"
                                + " original");
            }
            assertThat(afterRestart(store).faults()).isEmpty();
        }
    }

    @Test
    void faultsAreCalledByTheirNames() {
        AuditDatabase database = written();
        try (AuditStore store = database.store()) {
            database.tamper(
                    "alter table audit_record drop constraint if exists"
                            + " audit_record_sequence_check");
            database.tamper("create table original as select * from audit_record");
            String restore =
                    "delete from audit_record; insert into audit_record select * from original";
            database.tamper("update audit_record set outcome = 'OK!' where sequence = 7");
            assertThat(afterRestart(store).faults())
                    .singleElement()
                    .satisfies(fault ->
                            assertThat(fault.getFault() + fault.getSequence())
                                    .isEqualTo("CHANGED7"));
            database.tamper(restore);
            database.tamper("delete from audit_record where sequence in (7, 8)");
            assertThat(afterRestart(store).faults())
                    .singleElement()
                    .satisfies(fault ->
                            assertThat(fault.getFault() + fault.getSequence())
                                    .isEqualTo("MISSING7"));
            database.tamper(restore);
            database.tamper(
                    "update audit_record set sequence = -7 where sequence = 7; update audit_record"
                            + " set sequence = 7 where sequence = 9; update audit_record set sequence ="
                            + " 9 where sequence = -7");
            assertThat(words(afterRestart(store))).contains("REORDERED");
            database.tamper(restore);
            database.tamper(
                    "delete from audit_record where sequence > 50; update audit_head h set sequence"
                            + " = 50, hash = (select hash from audit_record where sequence = 50)");
            assertThat(words(afterRestart(store))).containsExactly("TRUNCATED");
        }
    }

    @Test
    void chainRewrittenFromEndToEndIsFoundAgainstTheCheckpoint() {
        AuditDatabase database = written();
        try (AuditStore store = database.store()) {
            database.tamper("delete from audit_record; delete from audit_head");
            List<AuditDraft> others = drafts();
            others.set(3, AuditFixture.draft("a", "Agent/x/mallory"));
            store.append(List.of(others.getFirst()));
            store.append(others.subList(1, others.size()));
            VerifyAudit.Report report = afterRestart(store);
            assertThat(words(report)).containsExactly("CHANGED");
            assertThat(report.faults().getFirst().getDetail()).contains("rewritten");
        }
    }

    @Test
    void cutChainDoesNotGetAFreshSignature() {
        AuditDatabase database = written();
        try (AuditStore store = database.store()) {
            database.tamper(
                    "delete from audit_record where sequence > 10; update audit_head set sequence ="
                            + " 10, hash = (select hash from audit_record where sequence = 10)");
            HeadCheckpoints checkpoints = AuditFixture.checkpoints(store, folder.resolve("heads"));
            List<AuditDraft> more = drafts();
            more.addAll(drafts());
            store.append(more).forEach(checkpoints::committed);
            checkpoints.write();
            assertThat(afterRestart(store).intact()).isFalse();
        }
    }

    @Test
    void anchorThatNobodySignedIsFound() {
        AuditDatabase database = written();
        try (AuditStore store = database.store()) {
            database.tamper(
                    "insert into audit_anchor select tenant, sequence, hash, '\\x00' from"
                            + " audit_record where sequence = 5; delete from audit_record where"
                            + " sequence <= 5");
            assertThat(afterRestart(store).intact()).isFalse();
        }
    }
}
