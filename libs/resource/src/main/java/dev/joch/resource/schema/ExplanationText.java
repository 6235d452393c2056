package dev.joch.resource.schema;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lays an explanation out for a terminal. */
final class ExplanationText {
    private static final String INDENT = "  ";
    private static final int NARROWEST = 40;

    private final Explanation explanation;
    private final int width;
    private final StringBuilder out = new StringBuilder();

    ExplanationText(Explanation explanation, int width) {
        this.explanation = explanation;
        this.width = Math.max(NARROWEST, width);
    }

    String write() {
        FieldHelp field = explanation.field();
        line("KIND:     " + explanation.kind());
        line("VERSION:  " + explanation.group() + "/" + explanation.version());
        if (explanation.path().isEmpty()) {
            line("SCOPE:    " + explanation.scope());
            List<String> words = new ArrayList<>(List.of(explanation.plural()));
            words.addAll(explanation.shortNames());
            line("WORDS:    " + String.join(", ", words));
        } else {
            line("FIELD:    " + explanation.path() + " " + typed(field));
        }
        if (!field.description().isEmpty()) {
            line("");
            line("DESCRIPTION:");
            wrapped(field.description(), INDENT);
        }
        facts(field, "");
        if (!field.fields().isEmpty()) {
            line("");
            line("FIELDS:");
            field.fields().forEach(child -> child(child, INDENT));
        }
        return out.toString();
    }

    private void child(FieldHelp field, String indent) {
        line(indent + field.name() + "  " + typed(field));
        if (explanation.recursive()) {
            field.fields().forEach(child -> child(child, indent + INDENT));
            return;
        }
        if (!field.description().isEmpty()) {
            wrapped(field.description(), indent + INDENT);
        }
        facts(field, indent + INDENT);
        line("");
    }

    private void facts(FieldHelp field, String indent) {
        boolean top = indent.isEmpty();
        fact("Default", field.defaultValue(), indent, top);
        fact("One of", joined(field.allowed(), ", "), indent, top);
        fact("Limits", joined(field.limits(), "; "), indent, top);
        fact("Names a resource of kind", field.reference(), indent, top);
        fact("Example", field.example(), indent, top);
    }

    private void fact(String title, @Nullable String value, String indent, boolean top) {
        if (value == null) {
            return;
        }
        if (top) {
            line("");
            line(title.toUpperCase(Locale.ROOT) + ":");
            wrapped(value, INDENT);
        } else {
            wrapped(title + ": " + value, indent);
        }
    }

    private static @Nullable String joined(List<String> values, String separator) {
        return values.isEmpty() ? null : String.join(separator, values);
    }

    private static String typed(FieldHelp field) {
        return "<" + field.type() + ">" + (field.required() ? " -required-" : "");
    }

    private void wrapped(String text, String indent) {
        for (String paragraph : text.split("\n", -1)) {
            StringBuilder line = new StringBuilder(indent);
            for (String word : paragraph.split(" ", -1)) {
                boolean first = line.length() == indent.length();
                if (!first && line.length() + 1 + word.length() > width) {
                    line(line.toString());
                    line.setLength(indent.length());
                    first = true;
                }
                line.append(first ? "" : " ").append(word);
            }
            line(line.toString());
        }
    }

    private void line(String line) {
        out.append(line.stripTrailing()).append('\n');
    }
}
