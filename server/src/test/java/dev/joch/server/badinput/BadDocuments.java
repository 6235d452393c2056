package dev.joch.server.badinput;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.stream.Stream;

/** Documents that are refused, each with the reason of its diagnostic. */
final class BadDocuments {

    /**
     * One of them.
     *
     * @param field that is named; empty where the text does not get that far
     */
    record Bad(String what, byte[] text, String reason, String field) {
        @Override
        public String toString() {
            return what;
        }
    }

    private BadDocuments() {}

    static String agent(String name, String more) {
        return """
        apiVersion: joch.dev/v1alpha1
        kind: Agent
        metadata:
          name: %s
          namespace: payments
          labels: { owner: payments }
        spec:
          displayName: One
          framework: { adapterRef: { name: adapter }, entrypoint: ./a.py }
          modelRoute: { routeRef: { name: route } }
        %s\
        """
                .formatted(name, more);
    }

    static String team(String name) {
        return """
        apiVersion: ops.joch.dev/v1alpha1
        kind: Team
        metadata: { name: %s }
        spec:
          namespaces: [payments]
          members:
            - { user: bob@acme.example, role: viewer }
        """
                .formatted(name);
    }

    static Stream<Bad> all() {
        String bomb =
                "a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
                        + "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n"
                        + "e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e,*e,*e,*e,*e]\n";
        return Stream.of(
                bad("malformed YAML", "kind: Team\nspec: [1, 2\n", "MALFORMED_YAML", ""),
                bad(
                        "duplicate keys",
                        team("x") + "  namespaces: []\n",
                        "DUPLICATE_KEY",
                        "spec.namespaces"),
                bad("an alias bomb", bomb, "ALIAS_BOMB", ""),
                bad(
                        "deep nesting",
                        "kind: Team\nspec: " + "[".repeat(20_000) + "]".repeat(20_000),
                        "TOO_DEEP",
                        ""),
                bad(
                        "a huge number",
                        agent("x", "  budgets: { tokenLimitPerRun: " + "9".repeat(5_000) + " }\n"),
                        "NUMBER_OUT_OF_RANGE",
                        "spec.budgets.tokenLimitPerRun"),
                bad(
                        "a control character",
                        agent("x", "  description: \"a\\u0007b\"\n"),
                        "CONTROL_CHARACTER",
                        "spec.description"),
                new Bad(
                        "wrong UTF-8",
                        (team("x") + "# caf\u00e9\n").getBytes(ISO_8859_1),
                        "INVALID_UTF8",
                        ""),
                bad("an unknown kind", team("x").replace("Team", "Taem"), "UNKNOWN_KIND", "kind"),
                bad(
                        "an unknown field",
                        team("x").replace("members", "membres"),
                        "UNKNOWN_FIELD",
                        "spec.membres"),
                bad(
                        "an oversized label",
                        team("x")
                                .replace(
                                        "{ name: x }",
                                        "{ name: x, labels: { a: " + "v".repeat(64) + " } }"),
                        "INVALID_LABEL",
                        "metadata.labels"),
                bad(
                        "a reserved namespace",
                        agent("x", "").replace("namespace: payments", "namespace: joch-system"),
                        "RESERVED_NAME",
                        "metadata.namespace"),
                bad("a name that means a folder", team(".."), "RESERVED_NAME", "metadata.name"),
                bad(
                        "children in a circle",
                        child("one", "two") + "---\n" + child("two", "one"),
                        "REFERENCE_CYCLE",
                        "spec.children"),
                bad(
                        "a document of another tenant",
                        team("x").replace("name: x", "name: x, tenant: globex"),
                        "CROSS_TENANT",
                        "metadata.tenant"));
    }

    /** What only another tenant has is as if it were nowhere. */
    static Bad referenceToAnotherTenants() {
        return bad(
                "a reference to what another tenant has",
                agent("x", "").replace("name: adapter", "name: theirs"),
                "REFERENCE_MISSING",
                "spec.framework.adapterRef");
    }

    private static String child(String name, String child) {
        return agent(name, "  children: [{ name: " + child + " }]\n");
    }

    private static Bad bad(String what, String text, String reason, String field) {
        return new Bad(what, text.getBytes(UTF_8), reason, field);
    }
}
