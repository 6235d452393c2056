package dev.joch.apiserver.rest;

import com.fasterxml.jackson.core.JsonGenerator;

import dev.joch.common.v1.Diagnostic;

import java.io.IOException;

/** One thing that is wrong, with its place where it has one. */
final class DiagnosticJson {

    private DiagnosticJson() {}

    static void write(Diagnostic diagnostic, JsonGenerator json) throws IOException {
        boolean warning = diagnostic.getSeverity() == Diagnostic.Severity.SEVERITY_WARNING;
        json.writeStartObject();
        json.writeStringField("severity", warning ? "warning" : "error");
        json.writeStringField("reason", diagnostic.getReason());
        text(json, "source", diagnostic.getSource());
        json.writeNumberField("document", diagnostic.getDocument());
        if (diagnostic.getLine() > 0) {
            json.writeNumberField("line", diagnostic.getLine());
            json.writeNumberField("column", diagnostic.getColumn());
        }
        text(json, "resource", diagnostic.getResource());
        text(json, "field", diagnostic.getField());
        json.writeStringField("message", diagnostic.getMessage());
        text(json, "fix", diagnostic.getFix());
        json.writeEndObject();
    }

    private static void text(JsonGenerator json, String name, String value) throws IOException {
        if (!value.isEmpty()) {
            json.writeStringField(name, value);
        }
    }
}
