package dev.joch.resource.text;

import com.fasterxml.jackson.databind.JsonNode;

import dev.joch.resource.kind.Kinds;
import dev.joch.resource.v1alpha1.Resource;

import java.util.ArrayList;
import java.util.List;

/** One pass over the texts of a request, from its first document to its last. */
final class RequestWalk implements Roots {
    private static final String LIST = "List";

    /** Empty and broken documents are not counted as documents, but they are not free either. */
    private static final int BEGUN_PER_DOCUMENT = 10;

    private final DecodeLimits limits;
    private final Findings findings;
    private final Budget budget;
    private final TextReader reader;
    private final DocumentBinder binder;
    private final List<DecodedDocument> documents = new ArrayList<>();
    private String source = "";
    private int document;
    private long begun;
    private int errorsBefore;

    RequestWalk(DecodeLimits limits) {
        this.limits = limits;
        this.findings = new Findings(limits.diagnostics());
        this.budget = new Budget(limits, findings);
        this.reader = new TextReader(budget, findings);
        this.binder = new DocumentBinder(findings, limits.acceptStatus());
    }

    void read(List<Text> texts) {
        if (!TextReader.fits(texts, limits, findings)) {
            return;
        }
        try {
            for (Text text : texts) {
                source = text.name();
                document = 0;
                reader.read(text, this);
            }
        } catch (Stopped e) {
            // The reason is among the findings.
        }
    }

    void read(JsonNode tree) {
        try {
            begin(0);
            accept(reader.tree(tree));
        } catch (Stopped e) {
            // The reason is among the findings.
        }
    }

    Decoded decoded() {
        return new Decoded(documents, findings.diagnostics(), findings.omitted());
    }

    @Override
    public void begin(int line) {
        begun++;
        if (begun > (long) limits.documents() * BEGUN_PER_DOCUMENT) {
            throw tooMany(line);
        }
        findings.enter(source, document, "");
        errorsBefore = findings.errors();
    }

    @Override
    public void accept(Node root) {
        if (root instanceof Node.Scalar scalar && scalar.isNull()) {
            return;
        }
        if (root instanceof Node.Mapping mapping && isList(mapping)) {
            items(mapping);
        } else if (root instanceof Node.Mapping mapping
                && mapping.entries().size() == 1
                && mapping.value(ConversationLogText.ROOT) instanceof Node.Mapping log) {
            conversation(log);
        } else {
            resource(root, new SourceMap(root));
        }
    }

    /** A list of anything, or of one kind. */
    private static boolean isList(Node.Mapping mapping) {
        if (!(mapping.value("kind") instanceof Node.Scalar kind) || !kind.text().endsWith(LIST)) {
            return false;
        }
        String item = kind.text().substring(0, kind.text().length() - LIST.length());
        return item.isEmpty()
                || (Kinds.named(item).isPresent() && Kinds.named(kind.text()).isEmpty());
    }

    private void items(Node.Mapping list) {
        Place place = Place.of(list);
        boolean sound = findings.errors() == errorsBefore;
        for (Node.Entry entry : list.entries()) {
            switch (entry.key()) {
                case "apiVersion", "kind", "metadata" -> {}
                case "items" -> {
                    if (entry.value() instanceof Node.Sequence items) {
                        for (Node item : items.items()) {
                            begin(item.line());
                            errorsBefore -= sound ? 0 : 1;
                            accept(item);
                        }
                    } else if (!(entry.value() instanceof Node.Scalar word && word.isNull())) {
                        place.entry(entry)
                                .error(
                                        findings,
                                        DecodeReason.WRONG_TYPE,
                                        "expected a list of objects, got "
                                                + entry.value().described(),
                                        "");
                    }
                }
                default ->
                        place.key(entry)
                                .error(
                                        findings,
                                        DecodeReason.UNKNOWN_FIELD,
                                        "there is no field "
                                                + Shown.quoted(entry.key())
                                                + " in a list",
                                        "known here: apiVersion, kind, metadata, items");
            }
        }
    }

    private Node.Mapping withoutEvents(Node.Mapping log) {
        List<Node.Entry> entries =
                log.entries().stream().filter(entry -> !entry.key().equals("events")).toList();
        return new Node.Mapping(entries, log.line(), log.column(), log.height(), log.weight());
    }

    private void conversation(Node.Mapping log) {
        resource(withoutEvents(log), new SourceMap(log));
        Node.Entry events = log.entry("events");
        if (events != null) {
            Place.of(log)
                    .entry(events)
                    .warning(
                            findings,
                            DecodeReason.EVENTS_IGNORED,
                            "messages are not part of the resource and are ignored",
                            "`joch conversations import` brings them in");
        }
    }

    private void resource(Node root, SourceMap positions) {
        if (documents.size() >= limits.documents()) {
            throw tooMany(root.line());
        }
        findings.enter(source, document, DocumentBinder.label(root));
        Resource resource = binder.bind(root);
        documents.add(
                new DecodedDocument(
                        documents.size(),
                        source,
                        document,
                        root.line(),
                        resource,
                        positions,
                        findings.errors() > errorsBefore));
        document++;
    }

    private Stopped tooMany(int line) {
        findings.enter(source, document, "");
        return findings.stop(
                DecodeReason.TOO_MANY_DOCUMENTS,
                line,
                line == 0 ? 0 : 1,
                "the request holds more than " + limits.documents() + " documents",
                "split it into several requests");
    }
}
