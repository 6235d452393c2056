package dev.joch.apiserver.rest;

import dev.joch.apiserver.http.HttpRequestHead;
import dev.joch.service.problem.ProblemException;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** In which form a client wants its answer. */
sealed interface Rendering {

    record Json() implements Rendering {}

    record Yaml() implements Rendering {}

    /**
     * Rows of text instead of resources.
     *
     * @param wide also the columns that are too much for an ordinary terminal
     */
    record Table(boolean wide) implements Rendering {}

    /** Lines of JSON: of streams only. */
    record Lines(Optional<Table> table) implements Rendering {}

    /** Server-sent events: of streams only. */
    record Events() implements Rendering {}

    String JSON = "application/json";
    String YAML = "application/yaml";
    String LINES = "application/x-ndjson";
    String EVENTS = "text/event-stream";

    /** One entry of an {@code accept} header. */
    record Wanted(String type, List<String> parameters, double weight) {

        /** Browsers send half a dozen. */
        private static final int MOST = 32;

        /** What is wanted most comes first; nothing when there is no such header. */
        static List<Wanted> of(HttpRequestHead head) {
            String accept = String.join(",", head.headers().getAll("accept"));
            return accept.isBlank()
                    ? List.of()
                    : Arrays.stream(accept.split(",", MOST))
                            .map(Wanted::parse)
                            .sorted(Comparator.comparingDouble(entry -> -entry.weight()))
                            .toList();
        }

        /** The header as a refusal shows it. */
        static String shown(HttpRequestHead head) {
            String accept = String.join(",", head.headers().getAll("accept"));
            return accept.length() > 100 ? accept.substring(0, 100) : accept;
        }

        static Wanted parse(String entry) {
            String[] pieces = entry.toLowerCase(Locale.ROOT).split(";");
            List<String> parameters =
                    Arrays.stream(pieces).skip(1).map(piece -> piece.replace(" ", "")).toList();
            double weight = 1;
            for (String parameter : parameters) {
                if (parameter.startsWith("q=")) {
                    try {
                        weight = Double.parseDouble(parameter.substring(2));
                    } catch (NumberFormatException e) {
                        weight = 0;
                    }
                }
            }
            return new Wanted(pieces[0].strip(), parameters, weight);
        }
    }

    /** Chooses for an answer that is complete, or for a stream. */
    static Rendering choose(HttpRequestHead head, boolean stream) {
        Optional<Table> table = tableParameter(head);
        List<Wanted> wanted = Wanted.of(head);
        if (wanted.isEmpty()) {
            return plain(stream, table);
        }
        for (Wanted entry : wanted) {
            Optional<Rendering> fit =
                    entry.weight() > 0 ? fit(entry, stream, table) : Optional.empty();
            if (fit.isPresent()) {
                return fit.get();
            }
        }
        String offered =
                stream ? LINES + " or " + EVENTS : JSON + ", " + JSON + ";as=Table or " + YAML;
        throw new ProblemException(new RestProblem.NotAcceptable(Wanted.shown(head), offered));
    }

    private static Optional<Rendering> fit(Wanted entry, boolean stream, Optional<Table> table) {
        Optional<Table> asked =
                entry.parameters().contains("as=table")
                        ? Optional.of(
                                new Table(
                                        entry.parameters().contains("wide")
                                                || entry.parameters().contains("wide=true")))
                        : table;
        return switch (entry.type()) {
            case "*/*", "application/*", "application/json", "application/problem+json" ->
                    Optional.of(plain(stream, asked));
            case "application/x-ndjson", "application/jsonl" ->
                    stream ? Optional.of(new Lines(asked)) : Optional.empty();
            case "text/event-stream" -> stream ? Optional.of(new Events()) : Optional.empty();
            case "application/yaml", "application/x-yaml", "text/yaml" ->
                    stream ? Optional.empty() : Optional.of(new Yaml());
            default -> Optional.empty();
        };
    }

    private static Rendering plain(boolean stream, Optional<Table> table) {
        if (stream) {
            return new Lines(table);
        }
        return table.<Rendering>map(wanted -> wanted).orElseGet(Json::new);
    }

    private static Optional<Table> tableParameter(HttpRequestHead head) {
        return head.parameter("as")
                .map(word ->
                        switch (word.toLowerCase(Locale.ROOT)) {
                            case "table" -> new Table(false);
                            case "wide" -> new Table(true);
                            default ->
                                    throw new ProblemException(
                                            new RestProblem.InvalidParameter(
                                                    "as", "table or wide"));
                        });
    }
}
