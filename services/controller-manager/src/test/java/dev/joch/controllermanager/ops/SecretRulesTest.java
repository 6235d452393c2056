package dev.joch.controllermanager.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.controllermanager.Records;
import dev.joch.controllermanager.status.Looked;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.SecretStatus;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

final class SecretRulesTest {

    private static final SecretController SECRETS = new SecretController();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {type: env, name: OPENAI_API_KEY}                       | True WellFormed
                    {type: env, name: 'not a variable'}                     | False SourceInvalid
                    {type: kubernetes, name: s, key: k}                     | True WellFormed
                    {type: kubernetes, name: s}                             | False SourceInvalid
                    {type: gcp-secret-manager, name: projects/p/secrets/s}  | True WellFormed
                    {type: gcp-secret-manager, name: s}                     | False SourceInvalid
                    {type: vault, name: kv/data/s}                          | True WellFormed
                    {type: aws-secrets-manager, name: ' '}                  | False SourceInvalid
                    {type: azure-key-vault, name: v}                        | True WellFormed
                    {type: sticky-note, name: v}                            | False SourceInvalid
                    """)
    void theSourceIsChecked(String source, String valid) {
        Looked looked = Looked.at(SECRETS, Records.of("Secret", "s", "{source: " + source + "}"));
        assertThat(looked.holds("SourceValid")).isEqualTo(valid);
        assertThat(looked.phase()).isEqualTo(valid.startsWith("True") ? "Ready" : "Failed");
        assertThat(looked.holds("Ready"))
                .isEqualTo(valid.startsWith("True") ? "True Declared" : "False SourceInvalid");
        assertThat(looked.status(SecretStatus.class).hasRotationDueAt()).isFalse();
    }

    private static Resource rotating(String policy, int age) {
        return Looked.aged(
                Duration.ofDays(age),
                Records.of(
                        "Secret",
                        "s",
                        "{source: {type: env, name: S}, rotation: {policy: %s, intervalDays: 90}}"
                                .formatted(policy)));
    }

    @ParameterizedTest
    @CsvSource({
        "scheduled, 89, Ready, True Declared",
        "scheduled, 90, RotationDue, True RotationDue",
        "manual, 400, Ready, True Declared",
    })
    void itIsDueWhenItsDaysAreOver(String policy, int age, String phase, String ready) {
        Looked looked = Looked.at(SECRETS, rotating(policy, age));
        assertThat(looked.phase()).isEqualTo(phase);
        assertThat(looked.holds("Ready")).isEqualTo(ready);
        assertThat(looked.status(SecretStatus.class).hasRotationDueAt())
                .isEqualTo(policy.equals("scheduled"));
        assertThat(looked.again().isPresent()).isEqualTo(age == 89);
    }

    @Test
    void whoeverChangedItSaysSo() {
        Resource.Builder changed = rotating("scheduled", 400).toBuilder();
        changed.getMetadataBuilder()
                .putAnnotations(SecretController.ROTATED_AT, "2026-05-01T00:00:00Z");
        Looked looked = Looked.at(SECRETS, changed.build());
        assertThat(looked.phase()).isEqualTo("Ready");
        assertThat(looked.again()).contains(Duration.ofHours(24));
        changed.getMetadataBuilder().putAnnotations(SecretController.ROTATED_AT, "yesterday");
        assertThat(Looked.at(SECRETS, changed.build()).phase()).isEqualTo("RotationDue");
    }

    @Test
    void whatItIsBoundToMayComeLater() {
        Looked looked =
                Looked.at(
                        SECRETS,
                        Records.of(
                                "Secret",
                                "s",
                                "{source: {type: env, name: S},"
                                        + " scope: {boundTo: {tools: [later]}}}"));
        assertThat(looked.phase()).isEqualTo("Ready");
        assertThat(looked.holds("ReferencesResolved")).isEqualTo("True SomeAbsent");
    }
}
