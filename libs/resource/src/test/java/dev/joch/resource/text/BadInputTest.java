package dev.joch.resource.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.common.v1.Diagnostic;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/**
 * Every bad input by name: its reason, where it is, and what would be right. In the tables {@code
 * ¶} ends a line.
 */
class BadInputTest {
    private static final String AGENT =
            "apiVersion: joch.dev/v1alpha1\nkind: Agent\nmetadata:\n  name: triage\nspec:\n";

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            quoteCharacter = '§',
            ignoreLeadingAndTrailingWhitespace = false,
            textBlock =
"""
  toolz: [] | UNKNOWN_FIELD | 6:3 | spec.toolz | did you mean "tools"?
  display_name: x | UNKNOWN_FIELD | 6:3 | spec.display_name | did you mean "displayName"?
  <<: {} | UNKNOWN_FIELD | 6:3 | spec["<<"] | merge keys
  tools: github | WRONG_TYPE | 6:10 | spec.tools | expected a list of objects, got text
  tools:¶    name: x | WRONG_TYPE | 6:3 | spec.tools | expected a list of objects, got an object
  tools: [github] | WRONG_TYPE | 6:11 | spec.tools[0] | write { name: github }
  tools:¶    - null | WRONG_TYPE | 7:7 | spec.tools[0] | expected an object, got nothing
  displayName: 12 | WRONG_TYPE | 6:16 | spec.displayName | put it in quotes: "12"
  displayName: true | WRONG_TYPE | 6:16 | spec.displayName | expected text, got true
  displayName: [a] | WRONG_TYPE | 6:3 | spec.displayName | expected text, got a list
  memories: [a] | WRONG_TYPE | 6:3 | spec.memories | an object whose values are objects
  memories: { a.b: x } | WRONG_TYPE | 6:20 | spec.memories["a.b"] | expected an object, got text
  observability:¶    redactSensitiveData: yes | WRONG_TYPE | 7:26 | spec.observability.redactSensitiveData | write true, without quotes
  budgets:¶    tokenLimitPerRun: "5" | WRONG_TYPE | 7:23 | spec.budgets.tokenLimitPerRun | remove the quotes
  budgets:¶    tokenLimitPerRun: 1.5 | WRONG_TYPE | 7:23 | spec.budgets.tokenLimitPerRun | a number with a fraction
  budgets:¶    tokenLimitPerRun: 9223372036854775808 | NUMBER_OUT_OF_RANGE | 7:23 | spec.budgets.tokenLimitPerRun | to 9223372036854775807
  budgets:¶    tokenLimitPerRun: 1e999999999 | NUMBER_OUT_OF_RANGE | 7:23 | spec.budgets.tokenLimitPerRun | 1e999999999 is out of range
  budgets:¶    costLimitUsdPerDay: 1e999 | NUMBER_OUT_OF_RANGE | 7:25 | spec.budgets.costLimitUsdPerDay | 1e999 is out of range
  budgets:¶    costLimitUsdPerDay: .nan | NUMBER_OUT_OF_RANGE | 7:25 | spec.budgets.costLimitUsdPerDay | .nan is out of range
  budgets:¶    costLimitUsdPerDay: -.inf | NUMBER_OUT_OF_RANGE | 7:25 | spec.budgets.costLimitUsdPerDay | expected a finite number
  framework:¶    workflow: 12345678901234567891 | NUMBER_OUT_OF_RANGE | 7:15 | spec.framework.workflow | put it in quotes
  displayName: "a\\u0000b" | CONTROL_CHARACTER | 6:16 | spec.displayName | U+0000
  displayName: "a\\ud83db" | INVALID_UTF8 | 6:16 | spec.displayName | one half of a character
  displayName: a¶  displayName: b | DUPLICATE_KEY | 7:3 | spec.displayName | first on line 6
  displayName: !secret a | UNKNOWN_TAG | 6:16 | - | !secret
  displayName: "a\\x | MALFORMED_YAML | 6:20 | - | finish the escape
  description: *nowhere | MALFORMED_YAML | 6:16 | - | *nowhere
  ? [a, b]¶  : c | MALFORMED_YAML | 6:5 | spec | a key must be text
""")
    void aMistakeInAFieldIsTheOnlyOneFound(
            String lines, String reason, String place, String field, String words) {
        List<Diagnostic> found = decode(AGENT + lines.replace('¶', '\n'));
        assertThat(found).hasSize(1);
        check(found.getFirst(), reason, place, field, words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            quoteCharacter = '§',
            textBlock =
"""
kind: Agent¶metadata: {name: a} | MISSING_FIELD | 1:1 | apiVersion | write apiVersion: joch.dev/v1alpha1
kind: Execution¶metadata: {name: a} | MISSING_FIELD | 1:1 | apiVersion | write apiVersion: runtime.joch.dev/v1alpha1
apiVersion: joch.dev/v1alpha1¶metadata: {name: a} | MISSING_FIELD | 1:1 | kind | kind is missing
apiVersion: joch.dev/v1alpha1¶kind: Agent | MISSING_FIELD | 1:1 | metadata.name | metadata.name is missing
apiVersion: joch.dev/v1alpha1¶kind: Agent¶metadata:¶  namespace: x | MISSING_FIELD | 3:1 | metadata.name | give the resource a name
apiVersion: joch.dev/v1alpha1¶kind: Agnet¶metadata: {name: a} | UNKNOWN_KIND | 2:7 | kind | did you mean "Agent"?
apiVersion: joch.dev/v1alpha1¶kind: agents¶metadata: {name: a} | UNKNOWN_KIND | 2:7 | kind | did you mean "Agent"?
apiVersion: policy.joch.dev/v1alpha1¶kind: Agent¶metadata: {name: a} | GROUP_MISMATCH | 1:13 | apiVersion | write apiVersion: joch.dev/v1alpha1
apiVersion: joch.dev/v2¶kind: Agent¶metadata: {name: a} | GROUP_MISMATCH | 1:13 | apiVersion | write apiVersion: joch.dev/v1alpha1
apiVersion: joch.dev/v1alpha1¶kind: Agent¶metadata: {name: a}¶sepc: {} | UNKNOWN_FIELD | 4:1 | sepc | did you mean "spec"?
apiVersion: joch.dev/v1alpha1¶kind: Agent¶metadata: {name: a, lables: {}} | UNKNOWN_FIELD | 3:21 | metadata.lables | did you mean "labels"?
apiVersion: joch.dev/v1alpha1¶kind: Agent¶metadata: {name: a, creationTimestamp: today} | WRONG_TYPE | 3:40 | metadata.creationTimestamp | a time like
just words | WRONG_TYPE | 1:1 | - | expected a resource
- a | WRONG_TYPE | 1:1 | - | got a list
kind: List¶items: 5 | WRONG_TYPE | 2:8 | items | expected a list of objects, got a number
kind: List¶item: [] | UNKNOWN_FIELD | 2:1 | item | in a list
""")
    void aMistakeInADocumentIsNamed(
            String text, String reason, String place, String field, String words) {
        assertThat(decode(text.replace('¶', '\n')))
                .anySatisfy(found -> check(found, reason, place, field, words));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            quoteCharacter = '§',
            ignoreLeadingAndTrailingWhitespace = false,
            textBlock =
"""
spec:¶  displayName: a: b | MALFORMED_YAML | 2:17 | - | put quotes around
spec:¶\tdisplayName: a | MALFORMED_YAML | 2:1 | - | spaces, not with tabs
tools: [a¶ | MALFORMED_YAML | 2:1 | - | not YAML
key: "open¶ | MALFORMED_YAML | 2:1 | - | quoted scalar
a: 1¶ b: 2 | MALFORMED_YAML | 2:3 | - | mapping values
{"a": [1, 2} | MALFORMED_YAML | 1:12 | - | not YAML
""")
    void whatIsNotYamlIsTheOnlyThingFound(
            String text, String reason, String place, String field, String words) {
        List<Diagnostic> found = decode(text.replace('¶', '\n'));
        assertThat(found).hasSize(1);
        check(found.getFirst(), reason, place, field, words);
    }

    private static void check(
            Diagnostic found, String reason, String place, String field, String words) {
        assertThat(found.getReason()).isEqualTo(reason);
        assertThat(found.getField()).isEqualTo(field.equals("-") ? "" : field);
        assertThat(found.getMessage() + "\n" + found.getFix()).contains(words);
        assertThat(found.getLine() + ":" + found.getColumn()).isEqualTo(place);
        assertThat(found.getSource()).isEqualTo("input.yaml");
        assertThat(found.getSeverity()).isEqualTo(Diagnostic.Severity.SEVERITY_ERROR);
    }

    private static List<Diagnostic> decode(String text) {
        return DocumentDecoder.decode(List.of(Text.of("input.yaml", text)), DecodeLimits.standard())
                .diagnostics();
    }
}
