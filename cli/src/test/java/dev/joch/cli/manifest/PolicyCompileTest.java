package dev.joch.cli.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.cli.fake.CommandRun;
import dev.joch.cli.fake.CommandRun.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class PolicyCompileTest {

    private static final String POLICY =
            """
            apiVersion: joch.dev/v1alpha1
            kind: Policy
            metadata: { name: %s, namespace: team, labels: { owner: platform } }
            spec:
              rules:
                - %s
            """;

    @TempDir Path folder;

    private Outcome compile(String language, String... rules) throws IOException {
        int number = 0;
        for (String rule : rules) {
            Files.writeString(
                    folder.resolve("p" + number + ".yaml"), POLICY.formatted("p" + number, rule));
            number++;
        }
        return new CommandRun(folder).joch("policy", "compile", "-f", ".", "--to", language);
    }

    @Test
    void aPolicyIsPrintedInTheOtherLanguage() throws IOException {
        String rule = "{ when: { cost.runUsd: '>5' }, action: { deny: true, reason: too-dear } }";

        assertThat(compile("rego", rule).out())
                .contains("package joch.policy[\"p0\"]")
                .contains("input.facts[\"cost.runUsd\"] > 5");
        assertThat(compile("cedar", rule).out())
                .contains("context[\"cost.runUsd\"].greaterThan(decimal(\"5.0\"))")
                .contains("permit (principal, action, resource);");
    }

    @Test
    void whatALanguageCannotSayIsRefusedWithItsLine() throws IOException {
        Outcome outcome =
                compile(
                        "rego",
                        "{ expression: \"tool.name.startsWith('x')\", action: { deny: true } }");

        assertThat(outcome.err())
                .contains("POLICY_UNTRANSLATABLE")
                .contains("p0.yaml:6:")
                .contains("spec.rules[0].expression")
                .contains("this part of the expression only CEL can say");
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.code()).isEqualTo(3);
    }

    @Test
    void aPolicyThatTheServerWouldRefuseIsNotTranslated() throws IOException {
        Outcome outcome = compile("cedar", "{ when: { tool.nam: x }, action: { deny: true } }");

        assertThat(outcome.err())
                .contains("UNKNOWN_FACT")
                .contains("p0.yaml:6:")
                .contains("did you mean `tool.name`?");
        assertThat(outcome.code()).isEqualTo(3);
    }

    @Test
    void severalPoliciesAreOneFileOfCedarAndManyOfRego() throws IOException {
        String rule = "{ when: { tool.name: x }, action: { deny: true } }";

        assertThat(compile("cedar", rule, rule).out()).contains("p0@v1").contains("p1@v1");
        assertThat(compile("rego", rule, rule).err()).contains("TOO_MANY_POLICIES");
        assertThat(
                        new CommandRun(folder)
                                .joch("policy", "compile", "-f", ".", "--to", "rego", "-o", "json")
                                .out())
                .contains("\"language\"")
                .contains("p1");
    }

    @Test
    void aLanguageThatWeDoNotSpeakIsAUsageError() throws IOException {
        assertThat(compile("prolog").code()).isEqualTo(2);
        assertThat(new CommandRun(folder).joch("policy", "compile", "-f", ".").err())
                .contains("write --to rego or --to cedar");
    }
}
