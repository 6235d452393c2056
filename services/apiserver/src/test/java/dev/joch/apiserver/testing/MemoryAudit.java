package dev.joch.apiserver.testing;

import dev.joch.apiserver.audit.AuditEntry;
import dev.joch.apiserver.audit.AuditLog;
import dev.joch.apiserver.audit.AuditTicket;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what is recorded. */
public final class MemoryAudit implements AuditLog {

    /** One call. */
    public record Line(
            String verb, List<String> resources, String outcome, List<String> policies) {}

    private final List<Line> lines = new CopyOnWriteArrayList<>();

    public List<Line> lines() {
        return List.copyOf(lines);
    }

    public Line last() {
        return lines.getLast();
    }

    @Override
    public AuditTicket open(AuditEntry entry) {
        lines.add(new Line(entry.verb(), entry.resources(), "intent", List.of()));
        return (outcome, policies) -> read(entry, outcome, policies);
    }

    @Override
    public void read(AuditEntry entry, String outcome, Collection<String> effectivePolicies) {
        lines.add(
                new Line(entry.verb(), entry.resources(), outcome, List.copyOf(effectivePolicies)));
    }
}
