package dev.joch.resource.field;

import dev.joch.resource.kind.Kind;
import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.Resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Chooses resources by the values of fields: {@code metadata.name=x,status.phase!=Ready}. All terms
 * must hold. A field that is not set equals the empty text. Numbers and times are compared as such
 * by {@code >}, {@code >=}, {@code <} and {@code <=}, which hold for no field that is not set. A
 * comma, an equals sign or a backslash inside a value is written with a backslash before it.
 */
public final class FieldSelector implements Predicate<Resource> {

    /** One comparison. */
    public record Term(FieldPath path, Comparison comparison, String value) {}

    /** Matches every resource. */
    public static final FieldSelector EVERYTHING = new FieldSelector(List.of());

    private static final String SHAPE =
            "write field=value, field!=value or field>=value, separated by commas, e.g."
                    + " status.phase!=Ready";

    private final List<Term> terms;
    private final List<Predicate<Resource>> tests;

    private FieldSelector(List<Term> terms) {
        this.terms = List.copyOf(terms);
        this.tests = this.terms.stream().map(FieldSelector::test).toList();
    }

    /**
     * Reads a selector; the empty text matches everything. Refuses by an {@link
     * InvalidSelectorException}.
     */
    public static FieldSelector parse(String text) {
        SelectorText in = new SelectorText(text, SHAPE);
        List<Term> terms = new ArrayList<>();
        while (!in.atEnd()) {
            if (!terms.isEmpty()) {
                in.expect(",", "terms are separated by commas");
            }
            terms.add(term(in));
        }
        return terms.isEmpty() ? EVERYTHING : new FieldSelector(terms);
    }

    public List<Term> terms() {
        return terms;
    }

    /** The first field that no resource of this kind can have. */
    public Optional<FieldPath> firstUnknownIn(Kind kind) {
        return terms.stream().map(Term::path).filter(path -> !path.existsIn(kind)).findFirst();
    }

    /**
     * The name that a resource must have to match, where the selector demands one: a store can look
     * it up.
     */
    public Optional<String> exactName() {
        return terms.stream()
                .filter(term ->
                        term.comparison() == Comparison.EQUAL
                                && term.path().toString().equals("metadata.name"))
                .map(Term::value)
                .findFirst();
    }

    @Override
    public boolean test(Resource resource) {
        for (Predicate<Resource> test : tests) {
            if (!test.test(resource)) {
                return false;
            }
        }
        return true;
    }

    private static Predicate<Resource> test(Term term) {
        Function<Resource, String> read = reader(term.path());
        Predicate<String> holds = term.comparison().with(term.value());
        return resource -> holds.test(read.apply(resource));
    }

    /** The fields that nearly every selector names are read directly. */
    private static Function<Resource, String> reader(FieldPath path) {
        return switch (path.toString()) {
            case "kind" -> Resource::getKind;
            case "metadata.name" -> ofMetadata(ObjectMeta::getName);
            case "metadata.namespace" -> ofMetadata(ObjectMeta::getNamespace);
            case "metadata.uid" -> ofMetadata(ObjectMeta::getUid);
            default -> resource -> path.readText(resource).orElse("");
        };
    }

    private static Function<Resource, String> ofMetadata(Function<ObjectMeta, String> get) {
        return resource -> get.apply(resource.getMetadata());
    }

    private static Term term(SelectorText in) {
        boolean end = in.atEnd();
        int start = in.position();
        String path = end ? "" : in.word("=!<>,");
        if (path.isEmpty()) {
            throw in.refused(start, "a field is missing");
        }
        FieldPath field;
        try {
            field = FieldPath.parse(path);
        } catch (InvalidSelectorException e) {
            throw in.refused(start + e.position(), e.problem(), e.fix());
        }
        Comparison comparison = comparison(in, path);
        int value = in.position();
        Term term = new Term(field, comparison, in.escapedWord("=,"));
        if (comparison.ordered() && !Comparison.isOrdered(term.value())) {
            throw in.refused(
                    value,
                    "only numbers and times are more or less than others",
                    "write for example status.costUsd>0.5 or"
                            + " metadata.creationTimestamp>=2026-05-10T10:00:00Z");
        }
        return term;
    }

    private static Comparison comparison(SelectorText in, String path) {
        for (Comparison comparison : Comparison.values()) {
            if (comparison.signs().stream().anyMatch(in::take)) {
                return comparison;
            }
        }
        throw in.refused(in.position(), "= or != is missing after " + path);
    }
}
