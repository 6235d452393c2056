package dev.joch.admission.review;

import dev.joch.common.v1.Diagnostic;
import dev.joch.common.v1.Diagnostic.Severity;

import java.util.ArrayList;
import java.util.List;

/** What the rules have found so far. Bounded: beyond the limit problems are only counted. */
public final class Findings {

    /** More than an edge shows, far less than fills a message. */
    static final int MOST = 1000;

    private final List<Diagnostic> errors = new ArrayList<>();
    private final List<Diagnostic> warnings = new ArrayList<>();
    private int omitted;

    public void error(Draft draft, Reason reason, String field, String message, String fix) {
        if (full()) {
            omitted++;
            return;
        }
        errors.add(diagnostic(Severity.SEVERITY_ERROR, draft, reason, field, message, fix));
    }

    public void warning(Draft draft, Reason reason, String field, String message, String fix) {
        if (warnings.size() < MOST) {
            warnings.add(diagnostic(Severity.SEVERITY_WARNING, draft, reason, field, message, fix));
        }
    }

    /** Takes over what another service found. */
    public void add(List<Diagnostic> diagnostics) {
        for (Diagnostic diagnostic : diagnostics) {
            if (diagnostic.getSeverity() == Severity.SEVERITY_WARNING) {
                if (warnings.size() < MOST) {
                    warnings.add(diagnostic);
                }
            } else if (full()) {
                omitted++;
            } else {
                // what has no severity is no permission
                errors.add(diagnostic.toBuilder().setSeverity(Severity.SEVERITY_ERROR).build());
            }
        }
    }

    /** Whether further errors are only counted. */
    public boolean full() {
        return errors.size() >= MOST;
    }

    /** Errors first, then warnings, each in the order in which they were found. */
    public List<Diagnostic> all() {
        List<Diagnostic> all = new ArrayList<>(errors);
        if (omitted > 0) {
            all.add(
                    Diagnostic.newBuilder()
                            .setSeverity(Severity.SEVERITY_ERROR)
                            .setReason(Reason.TOO_MANY_PROBLEMS.name())
                            .setDocument(errors.getLast().getDocument())
                            .setMessage("there are " + omitted + " more problems")
                            .setFix("mend those that are listed, then ask again")
                            .build());
        }
        all.addAll(warnings);
        return List.copyOf(all);
    }

    private static Diagnostic diagnostic(
            Severity severity,
            Draft draft,
            Reason reason,
            String field,
            String message,
            String fix) {
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
