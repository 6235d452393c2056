package dev.joch.agbom.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;

import dev.joch.agbom.content.Risk;
import dev.joch.events.Event;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/** What every store of bills promises. */
abstract class BillStoreContract {

    private static final Lineage TRIAGE = new Lineage("acme", "support", "triage");

    private BillStore store;

    abstract BillStore open();

    /** Events that were said so far. */
    abstract int said();

    @BeforeEach
    void start() {
        store = open();
    }

    @AfterEach
    void stop() {
        store.close();
    }

    static NewBill bill(Lineage lineage, long generation, List<Risk> risks, String... servers) {
        Bill bill =
                new Bill(
                        lineage,
                        generation,
                        Instant.parse("2026-05-10T10:00:00.123Z"),
                        "sha256:m" + generation,
                        generation + 3,
                        "sha256:c" + generation,
                        List.of("cyclonedx", "swid"),
                        true,
                        risks,
                        List.of(servers));
        return new NewBill(
                bill,
                bytes("content " + generation),
                List.of(
                        new Document(
                                "cyclonedx", false, "application/json", bytes("a" + generation)),
                        new Document(
                                "cyclonedx", true, "application/json", bytes("b" + generation))),
                new Event(
                        lineage + "#" + generation,
                        "joch.event.v1.AgBOMUpdated",
                        "joch.resources.v1",
                        "Agent/" + lineage.agent(),
                        "agbom",
                        lineage.tenant(),
                        bill.generatedAt(),
                        "",
                        ByteString.EMPTY));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void nothingIsThereAtFirst() {
        assertThat(store.newest(TRIAGE)).isEmpty();
        assertThat(store.find(TRIAGE, 1)).isEmpty();
        assertThat(store.content(TRIAGE, 1)).isEmpty();
        assertThat(store.document(TRIAGE, 1, "cyclonedx", false)).isEmpty();
        assertThat(store.list(query("acme"))).isEmpty();
    }

    @Test
    void whatWasAppendedIsReadAsItWas() {
        NewBill first = bill(TRIAGE, 1, List.of(new Risk("MCPServer", "x", "quarantined")), "x");
        assertThat(store.append(first)).isTrue();
        assertThat(store.newest(TRIAGE)).contains(first.bill());
        assertThat(store.find(TRIAGE, 1)).contains(first.bill());
        assertThat(store.content(TRIAGE, 1))
                .hasValueSatisfying(text -> assertThat(text).isEqualTo(first.content()));
        assertThat(store.document(TRIAGE, 1, "cyclonedx", true))
                .hasValueSatisfying(document -> assertThat(document.body()).isEqualTo(bytes("b1")));
        assertThat(store.document(TRIAGE, 1, "spdx", false)).isEmpty();
        assertThat(said()).isEqualTo(1);
    }

    @Test
    void generationsGrowByOneAndStay() {
        for (long generation = 1; generation <= 4; generation++) {
            assertThat(store.append(bill(TRIAGE, generation, List.of()))).isTrue();
        }
        assertThat(store.append(bill(TRIAGE, 4, List.of()))).isFalse();
        assertThat(store.append(bill(TRIAGE, 6, List.of()))).isFalse();
        assertThat(store.append(bill(TRIAGE, 1, List.of()))).isFalse();
        assertThat(store.newest(TRIAGE).orElseThrow().generation()).isEqualTo(4);
        LongStream.rangeClosed(1, 4)
                .forEach(generation ->
                        assertThat(store.document(TRIAGE, generation, "cyclonedx", false))
                                .hasValueSatisfying(document ->
                                        assertThat(document.body())
                                                .isEqualTo(bytes("a" + generation))));
        assertThat(said()).isEqualTo(4);
    }

    @Test
    void manyAgentsAtOnceEachHaveTheirOwn() throws Exception {
        List<NewBill> bills = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String tenant = i % 2 == 0 ? "acme" : "other";
            bills.add(bill(new Lineage(tenant, "support", "a" + i), 1, List.of(), "server-" + i));
        }
        List<Future<Boolean>> calls = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            bills.forEach(each -> calls.add(threads.submit(() -> store.append(each))));
        }
        for (Future<Boolean> call : calls) {
            assertThat(call.get()).isTrue();
        }
        for (NewBill each : bills) {
            assertThat(store.newest(each.bill().lineage())).contains(each.bill());
        }
        assertThat(said()).isEqualTo(40);
    }

    @Test
    void oneOfManyIsFirst() throws Exception {
        for (long generation = 1; generation <= 3; generation++) {
            NewBill next = bill(TRIAGE, generation, List.of());
            List<Future<Boolean>> calls = new ArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 6; i++) {
                    calls.add(threads.submit(() -> store.append(next)));
                }
            }
            int first = 0;
            for (Future<Boolean> call : calls) {
                first += call.get() ? 1 : 0;
            }
            assertThat(first).isEqualTo(1);
        }
        assertThat(said()).isEqualTo(3);
    }

    @Test
    void listsShowTheNewestInPages() {
        for (String namespace : List.of("a", "b")) {
            for (String agent : List.of("x", "y", "z")) {
                Lineage lineage = new Lineage("acme", namespace, agent);
                store.append(bill(lineage, 1, List.of(new Risk("Policy", "p", "r")), "old"));
                List<Risk> risks =
                        agent.equals("y") ? List.of(new Risk("Policy", "p", "r")) : List.of();
                store.append(bill(lineage, 2, risks, "github", agent));
            }
        }
        store.append(bill(new Lineage("other", "a", "x"), 1, List.of()));
        assertThat(names(query("acme"))).containsExactly("a/x", "a/y", "a/z", "b/x", "b/y", "b/z");
        assertThat(store.list(query("acme")))
                .allSatisfy(bill -> assertThat(bill.generation()).isEqualTo(2));
        assertThat(names(page("a", "y", 2))).containsExactly("a/z", "b/x");
        assertThat(names(new BillQuery("acme", List.of("b"), true, "", BillQuery.After.NOTHING, 9)))
                .containsExactly("b/y");
        assertThat(names(new BillQuery("acme", List.of(), false, "z", BillQuery.After.NOTHING, 9)))
                .containsExactly("a/z", "b/z");
        assertThat(
                        names(
                                new BillQuery(
                                        "acme",
                                        List.of(),
                                        false,
                                        "old",
                                        BillQuery.After.NOTHING,
                                        9)))
                .isEmpty();
    }

    @Test
    void tenantsDoNotSeeOneAnother() {
        store.append(bill(TRIAGE, 1, List.of()));
        Lineage namesake = new Lineage("other", "support", "triage");
        assertThat(store.newest(namesake)).isEmpty();
        assertThat(store.list(query("other"))).isEmpty();
        assertThat(store.append(bill(namesake, 1, List.of()))).isTrue();
    }

    private static BillQuery query(String tenant) {
        return new BillQuery(tenant, List.of(), false, "", BillQuery.After.NOTHING, 100);
    }

    private static BillQuery page(String namespace, String agent, int limit) {
        return new BillQuery(
                "acme", List.of(), false, "", new BillQuery.After(namespace, agent), limit);
    }

    private List<String> names(BillQuery query) {
        return store.list(query).stream()
                .map(bill -> bill.lineage().namespace() + "/" + bill.lineage().agent())
                .toList();
    }
}
