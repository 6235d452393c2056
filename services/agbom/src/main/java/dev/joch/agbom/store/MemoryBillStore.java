package dev.joch.agbom.store;

import dev.joch.events.Event;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Bills of this process only: for tests and trials. */
public final class MemoryBillStore implements BillStore {

    private final Map<Lineage, List<NewBill>> lineages = new HashMap<>();
    private final List<Event> said = new ArrayList<>();

    @Override
    public synchronized Optional<Bill> newest(Lineage lineage) {
        List<NewBill> bills = lineages.getOrDefault(lineage, List.of());
        return bills.isEmpty() ? Optional.empty() : Optional.of(bills.getLast().bill());
    }

    @Override
    public Optional<Bill> find(Lineage lineage, long generation) {
        return at(lineage, generation).map(NewBill::bill);
    }

    private synchronized Optional<NewBill> at(Lineage lineage, long generation) {
        List<NewBill> bills = lineages.getOrDefault(lineage, List.of());
        return generation < 1 || generation > bills.size()
                ? Optional.empty()
                : Optional.of(bills.get((int) generation - 1));
    }

    @Override
    public Optional<byte[]> content(Lineage lineage, long generation) {
        return at(lineage, generation).map(bill -> bill.content().clone());
    }

    @Override
    public Optional<Document> document(
            Lineage lineage, long generation, String format, boolean signed) {
        return at(lineage, generation).stream()
                .flatMap(bill -> bill.documents().stream())
                .filter(document -> document.format().equals(format) && document.signed() == signed)
                .findFirst();
    }

    @Override
    public synchronized boolean append(NewBill bill) {
        List<NewBill> bills =
                lineages.computeIfAbsent(bill.bill().lineage(), absent -> new ArrayList<>());
        if (bill.bill().generation() != bills.size() + 1) {
            return false;
        }
        bills.add(bill);
        said.add(bill.event());
        return true;
    }

    /** What was said, in order. */
    public synchronized List<Event> said() {
        return List.copyOf(said);
    }

    @Override
    public synchronized List<Bill> list(BillQuery query) {
        return lineages.values().stream()
                .filter(bills -> !bills.isEmpty())
                .map(bills -> bills.getLast().bill())
                .filter(bill -> bill.lineage().tenant().equals(query.tenant()))
                .filter(bill ->
                        query.namespaces().isEmpty()
                                || query.namespaces().contains(bill.lineage().namespace()))
                .filter(bill -> !query.highRisk() || !bill.risks().isEmpty())
                .filter(bill ->
                        query.mcpServer().isEmpty()
                                || bill.mcpServers().contains(query.mcpServer()))
                .filter(bill -> after(bill.lineage(), query.after()))
                .sorted(
                        Comparator.comparing((Bill bill) -> bill.lineage().namespace())
                                .thenComparing(bill -> bill.lineage().agent()))
                .limit(query.limit())
                .toList();
    }

    private static boolean after(Lineage lineage, BillQuery.After after) {
        int namespace = lineage.namespace().compareTo(after.namespace());
        return namespace > 0 || (namespace == 0 && lineage.agent().compareTo(after.agent()) > 0);
    }

    @Override
    public void close() {
        // nothing is open
    }
}
