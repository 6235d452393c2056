package dev.joch.apiserver.audit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Chains in memory, for tests and throw-away servers. */
final class MemoryAuditStore implements AuditStore {

    private static final class Chain {
        private final TreeMap<Long, AuditRow> rows = new TreeMap<>();
        private ChainHead head;
        private Optional<Anchor> anchor = Optional.empty();

        Chain(String tenant) {
            head = ChainHead.empty(tenant);
        }
    }

    private final Map<String, Chain> chains = new TreeMap<>();

    @Override
    public synchronized List<ChainHead> append(List<AuditDraft> drafts) {
        Map<String, ChainHead> heads = new LinkedHashMap<>();
        for (AuditDraft draft : drafts) {
            Chain chain = chains.computeIfAbsent(draft.tenant(), Chain::new);
            AuditRow row = AuditRow.after(chain.head, draft);
            chain.rows.put(row.sequence(), row);
            chain.head = row.head();
            heads.put(draft.tenant(), chain.head);
        }
        return List.copyOf(heads.values());
    }

    @Override
    public synchronized List<AuditRow> list(String tenant, AuditQuery query) {
        Chain chain = chains.getOrDefault(tenant, new Chain(tenant));
        TreeMap<Long, AuditRow> rows = chain.rows;
        var order = query.descending() ? rows.descendingMap() : rows;
        return order.values().stream()
                .filter(row ->
                        query.after() == 0
                                || (query.descending()
                                        ? row.sequence() < query.after()
                                        : row.sequence() > query.after()))
                .filter(row ->
                        query.subject().isEmpty() || row.draft().subject().equals(query.subject()))
                .filter(row -> query.verb().isEmpty() || row.draft().verb().equals(query.verb()))
                .filter(row -> row.draft().resource().startsWith(query.resource()))
                .filter(row -> row.draft().timeMicros() >= query.sinceMicros())
                .limit(query.limit())
                .toList();
    }

    @Override
    public synchronized Optional<AuditRow> get(String tenant, long sequence) {
        return Optional.ofNullable(chains.get(tenant)).map(chain -> chain.rows.get(sequence));
    }

    @Override
    public Walk walk(String tenant, long fromSequence, Consumer<AuditRow> visitor) {
        List<AuditRow> rows;
        Walk end;
        synchronized (this) {
            Chain chain = chains.getOrDefault(tenant, new Chain(tenant));
            rows = new ArrayList<>(chain.rows.tailMap(fromSequence).values());
            end = new Walk(chain.head, chain.anchor);
        }
        rows.forEach(visitor);
        return end;
    }

    @Override
    public synchronized int prune(String tenant, long beforeMicros, int most, AnchorSigner signer) {
        Chain chain = chains.getOrDefault(tenant, new Chain(tenant));
        int dropped = 0;
        while (chain.rows.size() > 1
                && dropped < most
                && chain.rows.firstEntry().getValue().draft().timeMicros() < beforeMicros) {
            ChainHead last = chain.rows.pollFirstEntry().getValue().head();
            chain.anchor = Optional.of(new Anchor(last, signer.sign(last)));
            dropped++;
        }
        return dropped;
    }

    @Override
    public synchronized List<String> tenants() {
        return List.copyOf(chains.keySet());
    }

    @Override
    public void close() {
        // nothing to let go of
    }
}
