package dev.joch.resource.kind;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All kinds of the contract, and the words by which people call them. */
public final class Kinds {
    /** Accepted for every kind on input, whatever group the kind belongs to. */
    public static final String ALIAS_API_VERSION = "joch.dev/v1alpha1";

    private static final Kinds CONTRACT = new Kinds(KindIndex.read());

    private final List<Kind> all;
    private final Map<String, Kind> byKind = new HashMap<>();
    private final Map<String, Kind> byWord = new HashMap<>();
    private final Set<String> suggestions = new LinkedHashSet<>();

    Kinds(Collection<Kind> kinds) {
        all = List.copyOf(kinds);
        for (Kind kind : all) {
            if (byKind.put(kind.kind(), kind) != null) {
                throw new IllegalStateException("two messages describe the kind " + kind.kind());
            }
            for (String word : wordsOf(kind)) {
                Kind other = byWord.put(word, kind);
                if (other != null && !other.equals(kind)) {
                    throw new IllegalStateException(
                            "the word " + word + " means " + other.kind() + " and " + kind.kind());
                }
            }
            suggestions.add(kind.kind());
        }
        all.forEach(kind -> suggestions.add(kind.plural()));
    }

    /** Every kind, by name. */
    public static List<Kind> all() {
        return CONTRACT.all;
    }

    /** The kind of exactly this name, as a document says it. */
    public static Optional<Kind> named(String kind) {
        return Optional.ofNullable(CONTRACT.byKind.get(kind));
    }

    /** The kind of exactly this name, where it is known to exist. */
    public static Kind kind(String kind) {
        return named(kind)
                .orElseThrow(() -> new IllegalArgumentException("there is no kind " + kind));
    }

    /**
     * The kind that a person means: kind, plural, short name, or {@code plural.group}, in any case.
     */
    public static Optional<Kind> find(String word) {
        return Optional.ofNullable(CONTRACT.byWord.get(word.toLowerCase(Locale.ROOT)));
    }

    /** The kind or plural that is closest to a word that means nothing. */
    public static Optional<String> suggest(String word) {
        return Nearest.to(word, CONTRACT.suggestions);
    }

    private static Set<String> wordsOf(Kind kind) {
        Set<String> words = new LinkedHashSet<>();
        for (String plural : List.of(kind.plural(), kind.crdPlural())) {
            words.add(plural);
            words.add(plural + "." + kind.group());
            words.add(plural + "." + kind.version() + "." + kind.group());
        }
        words.add(kind.singular());
        words.add(kind.singular() + "." + kind.group());
        for (String shortName : kind.shortNames()) {
            words.add(shortName.toLowerCase(Locale.ROOT));
        }
        return words;
    }
}
