package dev.joch.resource.text;

import dev.joch.common.v1.Diagnostic;
import dev.joch.common.v1.Diagnostic.Severity;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong, up to a limit; knows which document is being looked at. */
final class Findings {
    private int limit;
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private int omitted;
    private int errors;
    private String source = "";
    private int document;
    private String resource = "";

    Findings(int limit) {
        this.limit = limit;
    }

    /** What follows is about this document of this text. */
    void enter(String source, int document, String resource) {
        this.source = source;
        this.document = document;
        this.resource = resource;
    }

    void error(
            DecodeReason reason, int line, int column, String field, String message, String fix) {
        errors++;
        add(Severity.SEVERITY_ERROR, reason, line, column, field, message, fix);
    }

    /**
     * Ends the reading of the request; listed even if the list is full, because it explains what is
     * missing.
     */
    Stopped stop(DecodeReason reason, int line, int column, String message, String fix) {
        limit = Math.max(limit, diagnostics.size() + 1);
        error(reason, line, column, "", message, fix);
        return Stopped.request();
    }

    void warning(
            DecodeReason reason, int line, int column, String field, String message, String fix) {
        add(Severity.SEVERITY_WARNING, reason, line, column, field, message, fix);
    }

    private void add(
            Severity severity,
            DecodeReason reason,
            int line,
            int column,
            String field,
            String message,
            String fix) {
        if (diagnostics.size() >= limit) {
            omitted++;
            return;
        }
        Diagnostic.Builder diagnostic =
                Diagnostic.newBuilder()
                        .setSeverity(severity)
                        .setReason(reason.name())
                        .setSource(source)
                        .setDocument(document)
                        .setLine(line)
                        .setColumn(column)
                        .setMessage(message);
        if (!resource.isEmpty()) {
            diagnostic.setResource(resource);
        }
        if (!field.isEmpty()) {
            diagnostic.setField(field);
        }
        if (!fix.isEmpty()) {
            diagnostic.setFix(fix);
        }
        diagnostics.add(diagnostic.build());
    }

    /** Errors so far; a document is complete if the count stands still while it is read. */
    int errors() {
        return errors;
    }

    int omitted() {
        return omitted;
    }

    List<Diagnostic> diagnostics() {
        return diagnostics;
    }
}
