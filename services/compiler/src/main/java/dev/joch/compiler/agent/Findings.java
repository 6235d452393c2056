package dev.joch.compiler.agent;

import dev.joch.common.v1.Diagnostic;
import dev.joch.common.v1.Diagnostic.Severity;

import java.util.ArrayList;
import java.util.List;

/** What was found while one agent was compiled. */
final class Findings {

    /** More than anybody reads; an agent has at most a few hundred references. */
    private static final int MOST = 200;

    private final String resource;
    private final List<Diagnostic> errors = new ArrayList<>();
    private final List<Diagnostic> warnings = new ArrayList<>();

    Findings(String resource) {
        this.resource = resource;
    }

    void error(Reason reason, String field, String message, String fix) {
        if (errors.size() < MOST) {
            errors.add(diagnostic(Severity.SEVERITY_ERROR, reason, field, message, fix));
        }
    }

    void warning(Reason reason, String field, String message, String fix) {
        if (warnings.size() < MOST) {
            warnings.add(diagnostic(Severity.SEVERITY_WARNING, reason, field, message, fix));
        }
    }

    boolean hasErrors() {
        return !errors.isEmpty();
    }

    /** Errors first, each in the order in which they were found. */
    List<Diagnostic> all() {
        List<Diagnostic> all = new ArrayList<>(errors);
        all.addAll(warnings);
        return List.copyOf(all);
    }

    private Diagnostic diagnostic(
            Severity severity, Reason reason, String field, String message, String fix) {
        return Diagnostic.newBuilder()
                .setSeverity(severity)
                .setReason(reason.name())
                .setResource(resource)
                .setField(field)
                .setMessage(message)
                .setFix(fix)
                .build();
    }
}
