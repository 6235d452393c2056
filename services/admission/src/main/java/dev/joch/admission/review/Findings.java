package dev.joch.admission.review;

import dev.joch.common.v1.Diagnostic;
import dev.joch.common.v1.Diagnostic.Severity;
import java.util.ArrayList;
import java.util.List;

/** What the rules have found so far. */
public final class Findings {

    private final List<Diagnostic> found = new ArrayList<>();

    public void error(Draft draft, Reason reason, String field, String message, String fix) {
        found.add(diagnostic(Severity.SEVERITY_ERROR, draft, reason, field, message, fix));
    }

    public void warning(Draft draft, Reason reason, String field, String message, String fix) {
        found.add(diagnostic(Severity.SEVERITY_WARNING, draft, reason, field, message, fix));
    }

    /** Takes over what another service found. */
    public void add(List<Diagnostic> diagnostics) {
        found.addAll(diagnostics);
    }

    public List<Diagnostic> all() {
        return List.copyOf(found);
    }

    private static Diagnostic diagnostic(
            Severity severity, Draft draft, Reason reason, String field, String message, String fix) {
        return Diagnostic.newBuilder()
                .setSeverity(severity)
                .setReason(reason.name())
                .setDocument(draft.document())
                .setResource(draft.label())
                .setField(field)
                .setMessage(message)
                .setFix(fix)
                .build();
    }
}
