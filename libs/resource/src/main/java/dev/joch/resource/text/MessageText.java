package dev.joch.resource.text;

import com.google.protobuf.Message;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads any message of the contract from one document, with the same strictness and limits as
 * resources.
 */
public final class MessageText {
    private MessageText() {}

    public static <M extends Message> DecodedMessage<M> decode(
            Text text, M prototype, DecodeLimits limits) {
        return decode(text, "", prototype, limits);
    }

    /**
     * Reads the message below a root key.
     *
     * @param rootKey the only key of the document; empty if the document is the message
     */
    static <M extends Message> DecodedMessage<M> decode(
            Text text, String rootKey, M prototype, DecodeLimits limits) {
        Findings findings = new Findings(limits.diagnostics());
        List<Node> roots = new ArrayList<>();
        findings.enter(text.name(), 0, "");
        if (TextReader.fits(List.of(text), limits, findings)) {
            try {
                new TextReader(new Budget(limits, findings), findings)
                        .read(text, new FirstRoot(roots, findings));
            } catch (Stopped e) {
                // The reason is among the findings.
            }
        }
        Message.Builder message = prototype.newBuilderForType();
        if (roots.isEmpty()) {
            if (findings.errors() == 0) {
                findings.error(DecodeReason.MISSING_FIELD, 1, 1, rootKey, "the text is empty", "");
            }
            return decoded(prototype, message, SourceMap.empty(), findings);
        }
        Node root = roots.getFirst();
        Place place = Place.of(root);
        if (root instanceof Node.Mapping mapping) {
            if (rootKey.isEmpty()) {
                new MessageBinder(findings, true).bind(mapping, message, place);
            } else {
                bindBelow(rootKey, mapping, message, place, findings);
            }
        } else {
            place.error(
                    findings,
                    DecodeReason.WRONG_TYPE,
                    "expected an object, got " + root.described(),
                    "");
        }
        return decoded(prototype, message, new SourceMap(root), findings);
    }

    private static void bindBelow(
            String rootKey,
            Node.Mapping document,
            Message.Builder message,
            Place place,
            Findings findings) {
        for (Node.Entry entry : document.entries()) {
            if (!entry.key().equals(rootKey)) {
                place.key(entry)
                        .error(
                                findings,
                                DecodeReason.UNKNOWN_FIELD,
                                "there is no field " + Shown.quoted(entry.key()) + " here",
                                "put everything below \"" + rootKey + "\"");
            }
        }
        Node.Entry entry = document.entry(rootKey);
        if (entry == null) {
            place.missing(rootKey)
                    .error(findings, DecodeReason.MISSING_FIELD, rootKey + " is missing", "");
        } else if (entry.value() instanceof Node.Mapping mapping) {
            new MessageBinder(findings, true).bind(mapping, message, place.entry(entry));
        } else {
            place.entry(entry)
                    .error(
                            findings,
                            DecodeReason.WRONG_TYPE,
                            "expected an object, got " + entry.value().described(),
                            "");
        }
    }

    @SuppressWarnings({"unchecked", "UnusedVariable"}) // the prototype says what its builder builds
    private static <M extends Message> DecodedMessage<M> decoded(
            M prototype, Message.Builder message, SourceMap positions, Findings findings) {
        return new DecodedMessage<>(
                (M) message.buildPartial(), positions, findings.diagnostics(), findings.omitted());
    }

    /** Keeps the first document and refuses a second one. */
    private record FirstRoot(List<Node> kept, Findings findings) implements Roots {
        @Override
        public void begin(int line) {}

        @Override
        public void accept(Node root) {
            if (root instanceof Node.Scalar scalar && scalar.isNull()) {
                return;
            }
            if (!kept.isEmpty()) {
                findings.error(
                        DecodeReason.TOO_MANY_DOCUMENTS,
                        root.line(),
                        root.column(),
                        "",
                        "expected one document",
                        "remove the others");
                throw Stopped.request();
            }
            kept.add(root);
        }
    }
}
