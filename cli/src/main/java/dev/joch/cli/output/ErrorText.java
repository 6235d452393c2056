package dev.joch.cli.output;

import dev.joch.cli.json.JsonWriter;
import dev.joch.cli.problem.Failure;
import dev.joch.cli.problem.Finding;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A failure as a person or a program reads it. */
public final class ErrorText {
    private static final int WORD_COLUMN = 24;

    private ErrorText() {}

    /** Cause first, fix last: the eye ends there. */
    public static String forPeople(Failure failure, Paint paint) {
        StringBuilder out = new StringBuilder();
        out.append(paint.red("error:")).append(' ').append(SafeText.block(failure.message()));
        out.append("  [").append(failure.reason()).append("]\n");
        for (Finding finding : failure.findings()) {
            out.append(finding(finding, paint));
        }
        if (!failure.fix().isEmpty()) {
            out.append("  ")
                    .append(paint.green("fix:"))
                    .append(' ')
                    .append(SafeText.block(failure.fix()))
                    .append('\n');
        }
        List<String> footer = new ArrayList<>();
        if (!failure.requestId().isEmpty()) {
            footer.add("request " + SafeText.line(failure.requestId()));
        }
        footer.add("exit " + failure.exit().code());
        return out.append("  ").append(String.join("   ", footer)).append('\n').toString();
    }

    /** One thing that is wrong with a manifest, over as few lines as it needs. */
    public static String finding(Finding finding, Paint paint) {
        StringBuilder out = new StringBuilder("  ");
        if (!finding.where().isEmpty()) {
            out.append(paint.bold(SafeText.line(finding.where()))).append("  ");
        }
        if (finding.warning()) {
            out.append(paint.yellow("warning")).append("  ");
        }
        String field = SafeText.line(finding.field());
        out.append(field);
        if (!field.isEmpty()) {
            out.repeat(' ', Math.max(2, WORD_COLUMN - field.length()));
        }
        out.append(SafeText.line(finding.message()));
        out.append("  [").append(SafeText.line(finding.reason())).append("]\n");
        if (!finding.fix().isEmpty()) {
            out.append("      ")
                    .append(paint.green("fix:"))
                    .append(' ')
                    .append(SafeText.line(finding.fix()))
                    .append('\n');
        }
        return out.toString();
    }

    /** The same for programs: one object, on one line. */
    public static String forPrograms(Failure failure) {
        Map<String, @Nullable Object> error = new LinkedHashMap<>();
        error.put("reason", failure.reason());
        error.put("message", failure.message());
        error.put("fix", failure.fix());
        error.put("exitCode", failure.exit().code());
        error.put("requestId", failure.requestId());
        if (failure instanceof Failure.Refused refused) {
            error.put("status", refused.status());
        }
        error.put("errors", failure.findings().stream().map(Finding::json).toList());
        return JsonWriter.line(Map.of("error", error));
    }
}
