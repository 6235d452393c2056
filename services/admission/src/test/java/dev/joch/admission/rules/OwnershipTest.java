package dev.joch.admission.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.admission.Desk;
import dev.joch.admission.Yaml;
import dev.joch.admission.review.Draft;
import dev.joch.admission.review.ReviewBatch;
import dev.joch.resource.v1alpha1.Resource;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.stream.Stream;

/** What a resource belongs to. Uids are given in the order of storing. */
final class OwnershipTest {

    private static String budget(String name, String metadata) {
        return "{apiVersion: joch.dev/v1alpha1, kind: Budget, metadata: {name: %s%s}, spec: {}}\n"
                .formatted(name, metadata);
    }

    private static String owned(String name, String kind, String owner, String uid) {
        return budget(name, owner(kind, owner, uid));
    }

    private static String owner(String kind, String owner, String uid) {
        return ", ownerReferences: [{apiVersion: joch.dev/v1alpha1, kind: %s, name: %s, uid: %s}]"
                .formatted(kind, owner, uid);
    }

    private static final String ENVIRONMENT =
            "{apiVersion: joch.dev/v1alpha1, kind: Environment, metadata: {name: prod}, spec: {}}\n";

    private record Case(String yaml, String reason) {}

    @TestFactory
    Stream<DynamicTest> anOwnerIsThereInTheSameNamespaceOrInNone() {
        String missing = "REFERENCE_MISSING metadata.ownerReferences[0]";
        return Stream.of(
                        new Case(owned("b", "Budget", "top", "uid-0"), ""),
                        new Case(owned("b", "Environment", "prod", "uid-1"), ""),
                        new Case(owned("b", "Budget", "top", "uid-9"), missing),
                        new Case(owned("b", "Budget", "gone", "uid-0"), missing),
                        new Case(owned("b", "Bugdet", "top", "uid-0"), missing),
                        new Case(
                                budget("b", ", namespace: other" + owner("Budget", "top", "uid-0")),
                                missing),
                        new Case(
                                ENVIRONMENT.replace(
                                        "name: prod", "name: eu" + owner("Budget", "top", "uid-0")),
                                missing),
                        new Case(
                                owned("b", "Budget", "new", "uid-5") + "---\n" + budget("new", ""),
                                ""),
                        new Case(
                                owned("b", "\"\"", "top", "uid-0"),
                                "REQUIRED metadata.ownerReferences[0]"))
                .map(one -> DynamicTest.dynamicTest(one.yaml(), () -> check(one)));
    }

    private static void check(Case one) {
        Desk desk = new Desk().stored(budget("top", "")).stored(ENVIRONMENT);
        List<String> reasons = Desk.reasons(desk.review(one.yaml()));
        assertThat(String.join(", ", reasons)).isEqualTo(one.reason());
    }

    @Test
    void newOwnersAreRelevantToTheCommit() {
        Desk desk = new Desk().stored(budget("top", ""));
        assertThat(desk.review(owned("b", "Budget", "top", "uid-0")).preconditions())
                .extracting(one ->
                        Draft.label(one.getKey())
                                + " "
                                + one.getUid()
                                + " "
                                + one.getResourceVersion())
                .containsExactly("Environment/dev  ", "Budget/default/top uid-0 ");
    }

    @Test
    void whatItBelongsToAlreadyIsNotJudgedAgain() {
        Desk desk = new Desk().stored(owned("b", "Budget", "top", "uid-7"));
        var review = desk.review(owned("b", "Budget", "top", "uid-7"));
        assertThat(review.diagnostics()).isEmpty();
        assertThat(review.preconditions()).hasSize(1);
    }

    @Test
    void whatIsOnItsWayOutIsNotHeldBackByItsOwner() {
        Resource.Builder going = Yaml.resource(owned("b", "Budget", "top", "uid-7")).toBuilder();
        going.getMetadataBuilder().getDeletedAtBuilder().setSeconds(1);
        assertThat(new Desk().review(Desk.document(going.build())).diagnostics()).isEmpty();
    }

    @Test
    void nothingBelongsToItself() {
        Desk desk = new Desk().stored(budget("b", ""));
        assertThat(Desk.reasons(desk.review(owned("b", "Budget", "b", "uid-0"))))
                .containsExactly("REFERENCE_CYCLE metadata.ownerReferences[0]");
    }

    @Test
    void aCircleOfOwnersIsRefusedInsideABatchAndThroughTheStore() {
        Desk desk =
                new Desk()
                        .stored(budget("a", ""))
                        .stored(owned("b", "Budget", "a", "uid-0"))
                        .stored(owned("c", "Budget", "b", "uid-1"));
        var review = desk.review(owned("a", "Budget", "c", "uid-2"));
        assertThat(Desk.lines(review))
                .containsExactly(
                        "0 ERROR REFERENCE_CYCLE metadata.ownerReferences[0] | resources refer to one another in a"
                                + " circle: Budget/default/a -> Budget/default/c -> Budget/default/b ->"
                                + " Budget/default/a | remove one of these references");
        assertThat(review.preconditions())
                .extracting(one -> one.getKey().getName() + " " + one.getResourceVersion())
                .containsExactly("dev ", "c 102", "b 101");
        assertThat(
                        Desk.reasons(
                                desk.review(
                                        owned("a", "Budget", "b", "uid-1")
                                                + "---\n"
                                                + owned("b", "Budget", "a", "uid-0"))))
                .containsExactly("REFERENCE_CYCLE metadata.ownerReferences[0]");
    }

    @Test
    void withoutAServerAMissingOwnerIsOnlyDoubtful() {
        var review =
                ReviewBatch.offline()
                        .review("acme", "", Yaml.documents(owned("b", "Budget", "top", "uid-0")));
        assertThat(Desk.reasons(review))
                .containsExactly("REFERENCE_NOT_IN_BATCH metadata.ownerReferences[0]");
    }
}
