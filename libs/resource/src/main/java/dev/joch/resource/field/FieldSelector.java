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
 * must hold. A field that is not set equals the empty text. A comma, an equals sign or a backslash
 * inside a value is written with a backslash before it.
 */
public final class FieldSelector implements Predicate<Resource> {

    /** One comparison. */
    public record Term(FieldPath path, boolean equal, String value) {}

    /** Matches every resource. */
    public static final FieldSelector EVERYTHING = new FieldSelector(List.of());

    private static final String SHAPE =
            "write field=value or field!=value, separated by commas, e.g. status.phase!=Ready";

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
                .filter(term -> term.equal() && term.path().toString().equals("metadata.name"))
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
        return resource -> read.apply(resource).equals(term.value()) == term.equal();
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
        String path = end ? "" : in.word("=!,");
        if (path.isEmpty()) {
            throw in.refused(start, "a field is missing");
        }
        FieldPath field;
        try {
            field = FieldPath.parse(path);
        } catch (InvalidSelectorException e) {
            throw in.refused(start + e.position(), e.problem(), e.fix());
        }
        if (in.take("!=")) {
            return new Term(field, false, in.escapedWord("=,"));
        }
        if (in.take("==") || in.take("=")) {
            return new Term(field, true, in.escapedWord("=,"));
        }
        throw in.refused(in.position(), "= or != is missing after " + path);
    }
}
