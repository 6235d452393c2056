package dev.joch.resource.text;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns YAML 1.2 into trees. After a mistake it goes on at the next {@code ---}, so that one bad
 * document does not hide what is wrong with the others.
 */
final class YamlReader {
    private static final String SEPARATOR = "---";

    /** By the logarithm of the window. */
    private static final LoadSettings[] SETTINGS = new LoadSettings[32];

    static {
        for (int log = 0; log < SETTINGS.length; log++) {
            SETTINGS[log] =
                    LoadSettings.builder()
                            .setUseMarks(true)
                            .setParseComments(false)
                            .setCodePointLimit(Integer.MAX_VALUE)
                            .setBufferSize(1 << Math.clamp(log, 10, 30))
                            .build();
        }
    }

    private static final String CORE_TAG = "tag:yaml.org,2002:";

    private final String text;
    private final Budget budget;
    private final Findings findings;
    private final Map<String, Node> anchors = new HashMap<>();
    private int firstLine = 1;
    private int documentLine;

    YamlReader(String text, Budget budget, Findings findings) {
        this.text = text;
        this.budget = budget;
        this.findings = findings;
    }

    void read(Roots roots) {
        int from = 0;
        while (from >= 0) {
            from = readFrom(from, roots);
        }
    }

    /**
     * Reads up to the end or a mistake; where to go on, or -1.
     *
     * <p>Once there was a mistake each document is read alone: a parser that is made anew for every
     * broken one must not look at all that follows.
     */
    private int readFrom(int from, Roots roots) {
        documentLine = 0;
        roots.begin(firstLine);
        Separator end = from == 0 ? null : separatorAfter(from);
        String part = part(from, end);
        try {
            Parser parser = parser(part);
            while (parser.hasNext()) {
                Event event = parser.next();
                if (event.getEventId() == Event.ID.DocumentStart) {
                    int line = lineOf(event) - firstLine;
                    if (end != null && line >= end.line()) {
                        return goOnAt(end);
                    }
                    documentLine = line;
                    anchors.clear();
                    Node root = node(parser, parser.next(), 1, Trail.ROOT);
                    parser.next();
                    roots.accept(root);
                    roots.begin(firstLine + documentLine);
                }
            }
            // directives before the separator make what ends there look like a document of its own
            return end == null ? -1 : goOnAt(end);
        } catch (Stopped e) {
            if (e.wholeRequest()) {
                throw e;
            }
        } catch (YamlEngineException e) {
            report(YamlMistake.of(e, documentLine), from);
        } catch (NumberFormatException e) {
            // the parser reads the digits of an escape without looking whether the text goes on
            report(YamlMistake.cutOff(part), from);
        }
        Separator next = separatorAfter(from);
        return next == null ? -1 : goOnAt(next);
    }

    private int goOnAt(Separator next) {
        firstLine += next.line();
        return next.offset();
    }

    /** With the separator, so that the parser sees what ends the document. */
    private String part(int from, @Nullable Separator end) {
        return text.substring(
                from, end == null ? text.length() : end.offset() + SEPARATOR.length());
    }

    /** A mistake beyond the separator belongs to the next document and turns up again there. */
    private void report(YamlMistake mistake, int from) {
        Separator next = separatorAfter(from);
        if (next == null || mistake.line() <= next.line()) {
            mistake.report(findings, firstLine);
        }
    }

    /**
     * The parser's window must hold the longest run of blanks or colons, because it copies the
     * window each time it looks further ahead: a line of a million tabs would keep it busy for
     * ever.
     */
    private static Parser parser(String part) {
        LoadSettings settings =
                SETTINGS[Integer.SIZE - Integer.numberOfLeadingZeros(part.length())];
        return new ParserImpl(settings, new StreamReader(settings, part));
    }

    /** A line that begins with {@code ---}, counted from where the reading began. */
    private record Separator(int offset, int line) {}

    private @Nullable Separator separatorAfter(int from) {
        int line = 0;
        int at = from;
        while (true) {
            at = text.indexOf('\n', at) + 1;
            if (at == 0) {
                return null;
            }
            line++;
            if (line > documentLine && isSeparator(at)) {
                return new Separator(at, line);
            }
        }
    }

    private boolean isSeparator(int at) {
        int after = at + SEPARATOR.length();
        return text.startsWith(SEPARATOR, at)
                && (after >= text.length() || Character.isWhitespace(text.charAt(after)));
    }

    private Node node(Parser parser, Event event, int depth, Trail trail) {
        int line = lineOf(event);
        int column = columnOf(event);
        if (event instanceof AliasEvent alias) {
            return aliased(alias, depth, line, column);
        }
        budget.spend(depth, line, column);
        Node node;
        Optional<Anchor> anchor;
        if (event instanceof ScalarEvent scalar) {
            budget.checkScalar(scalar.getValue().length(), line, column);
            node = new Node.Scalar(scalar.getValue(), isText(scalar, line, column), line, column);
            anchor = scalar.getAnchor();
        } else if (event instanceof MappingStartEvent start) {
            checkTag(start, "map", line, column);
            node = mapping(parser, start, depth, trail);
            anchor = start.getAnchor();
        } else {
            SequenceStartEvent start = (SequenceStartEvent) event;
            checkTag(start, "seq", line, column);
            node = sequence(parser, start, depth, trail);
            anchor = start.getAnchor();
        }
        anchor.ifPresent(name -> anchors.put(name.getValue(), node));
        return node;
    }

    private Node sequence(Parser parser, Event start, int depth, Trail trail) {
        List<Node> items = new ArrayList<>(4);
        for (Event event = parser.next();
                event.getEventId() != Event.ID.SequenceEnd;
                event = parser.next()) {
            items.add(node(parser, event, depth + 1, trail.item(items.size())));
        }
        return MappingBuilder.sequence(items, lineOf(start), columnOf(start));
    }

    private Node mapping(Parser parser, Event start, int depth, Trail trail) {
        MappingBuilder mapping =
                new MappingBuilder(budget, findings, trail, lineOf(start), columnOf(start));
        for (Event event = parser.next();
                event.getEventId() != Event.ID.MappingEnd;
                event = parser.next()) {
            int keyLine = lineOf(event);
            int keyColumn = columnOf(event);
            Node key = node(parser, event, depth + 1, trail);
            Trail field = key instanceof Node.Scalar word ? trail.field(word.text()) : trail;
            Node value = node(parser, parser.next(), depth + 1, field);
            if (key instanceof Node.Scalar word) {
                budget.checkKey(word.text().length(), keyLine, keyColumn);
                mapping.add(word.text(), keyLine, keyColumn, value);
            } else {
                findings.error(
                        DecodeReason.MALFORMED_YAML,
                        keyLine,
                        keyColumn,
                        trail.toString(),
                        "a key must be text, not " + key.described(),
                        "put quotes around it if it is meant as text");
            }
        }
        return mapping.build();
    }

    private Node aliased(AliasEvent alias, int depth, int line, int column) {
        String name = alias.getAlias().getValue();
        Node target = anchors.get(name);
        if (target == null) {
            findings.error(
                    DecodeReason.MALFORMED_YAML,
                    line,
                    column,
                    "",
                    "the alias *" + Shown.clean(name) + " names nothing that ended before it",
                    "define &" + Shown.clean(name) + " earlier in the same document");
            throw Stopped.document();
        }
        budget.spendAlias(target, depth, line, column);
        return target;
    }

    /**
     * Quotes and block notation make text, and so does the tag {@code !!str}; other words speak for
     * themselves.
     */
    private boolean isText(ScalarEvent scalar, int line, int column) {
        Optional<String> tag = scalar.getTag();
        if (tag.isEmpty()) {
            return !scalar.isPlain();
        }
        String word = tag.get();
        return switch (word.startsWith(CORE_TAG) ? word.substring(CORE_TAG.length()) : word) {
            case "str", "!" -> true;
            case "int", "float", "bool", "null" -> false;
            default -> {
                unknownTag(word, line, column);
                yield true;
            }
        };
    }

    private void checkTag(CollectionStartEvent start, String expected, int line, int column) {
        Optional<String> tag = start.getTag();
        if (tag.isPresent() && !tag.get().equals(CORE_TAG + expected) && !tag.get().equals("!")) {
            unknownTag(tag.get(), line, column);
        }
    }

    private void unknownTag(String tag, int line, int column) {
        findings.error(
                DecodeReason.UNKNOWN_TAG,
                line,
                column,
                "",
                "the tag " + Shown.quoted(tag) + " has no meaning here",
                "remove the tag");
    }

    private int lineOf(Event event) {
        return event.getStartMark().map(Mark::getLine).orElse(0) + firstLine;
    }

    private static int columnOf(Event event) {
        return event.getStartMark().map(Mark::getColumn).orElse(0) + 1;
    }
}
