package dev.joch.cli.resource;

import dev.joch.cli.api.Reference;
import dev.joch.cli.kind.KindRow;
import dev.joch.cli.problem.FailureException;
import dev.joch.cli.session.Session;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the words after a verb mean: {@code agents}, {@code agents,tools}, {@code agent x y}, {@code
 * agent/x tool/y}, {@code all}.
 */
public sealed interface Targets {

    /** Everything there is. */
    record Everything() implements Targets {}

    /** All resources of some kinds, as far as selectors let them through. */
    record OfKinds(List<KindRow> kinds) implements Targets {
        public OfKinds {
            kinds = List.copyOf(kinds);
        }
    }

    /** These and no others. */
    record Named(List<Reference> references) implements Targets {
        public Named {
            references = List.copyOf(references);
        }
    }

    static Targets of(List<String> words, Session session) {
        if (words.isEmpty()) {
            throw FailureException.usage(
                    "the kind is missing",
                    "for example joch get agents; joch api-resources lists all kinds");
        }
        if (words.getFirst().contains("/")) {
            return new Named(words.stream().map(word -> named(word, session)).toList());
        }
        List<String> names = words.subList(1, words.size());
        if (names.isEmpty()) {
            return words.getFirst().equals("all")
                    ? new Everything()
                    : new OfKinds(kinds(words.getFirst(), session));
        }
        List<KindRow> kinds = kinds(words.getFirst(), session);
        if (kinds.size() > 1) {
            throw FailureException.usage(
                    "names go with one kind only",
                    "write each as kind/name, for example agent/x tool/y");
        }
        List<Reference> references = new ArrayList<>();
        for (String name : names) {
            references.add(
                    name.contains("/")
                            ? named(name, session)
                            : reference(kinds.getFirst(), name, session));
        }
        return new Named(references);
    }

    /** The one resource a command works on, as {@code kind/name} or {@code kind name}. */
    static Reference one(List<String> words, Session session) {
        if (of(words, session) instanceof Named named && named.references().size() == 1) {
            return named.references().getFirst();
        }
        throw FailureException.usage(
                "one resource is expected", "name it as kind/name, for example agent/x");
    }

    private static List<KindRow> kinds(String words, Session session) {
        Set<KindRow> kinds = new LinkedHashSet<>();
        for (String word : words.split(",")) {
            kinds.add(session.kinds().require(word.strip()));
        }
        return List.copyOf(kinds);
    }

    private static Reference named(String word, Session session) {
        int slash = word.indexOf('/');
        if (slash <= 0 || slash == word.length() - 1) {
            throw FailureException.usage(
                    "\"" + word + "\" is not a resource", "write kind/name, for example agent/x");
        }
        return reference(
                session.kinds().require(word.substring(0, slash)),
                word.substring(slash + 1),
                session);
    }

    private static Reference reference(KindRow kind, String name, Session session) {
        return Reference.of(kind, session.settings().namespace(), name);
    }
}
