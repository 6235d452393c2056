package dev.joch.controllermanager.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.controllermanager.Records;
import dev.joch.controllermanager.status.Looked;
import dev.joch.resource.v1alpha1.Resource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

final class KeptControllerTest {

    private static final Resource AGENT = Records.of("Agent", "a", "{}");

    private static Looked look(String kind, String before, int age, int days) {
        KeptController controller =
                switch (kind) {
                    case "Conversation" -> KeptController.conversations();
                    case "Trace" -> KeptController.traces();
                    default -> KeptController.artifacts();
                };
        String spec =
                switch (kind) {
                    case "Conversation" -> "{agentRef: {name: a}, retention: {maxDays: %d}}";
                    case "Trace" -> "{executionRef: {name: e}, retention: {days: %d}}";
                    default -> "{type: file, agentRef: {name: a}, retention: {days: %d}}";
                };
        Resource resource = Records.of(kind, "k", spec.formatted(days));
        return Looked.at(
                controller, Looked.aged(Duration.ofDays(age), Looked.in(before, resource)), AGENT);
    }

    @ParameterizedTest
    @CsvSource({
        "Conversation, '', 1, 30, Active",
        "Conversation, Active, 31, 30, Archived",
        "Conversation, Migrating, 31, 30, Migrating",
        "Conversation, Active, 31, 0, Active",
        "Conversation, Archived, 99, 30, Archived",
        "Trace, '', 1, 30, Recording",
        "Trace, Recording, 31, 30, Recording",
        "Trace, Complete, 29, 30, Complete",
        "Trace, Complete, 30, 30, Archived",
        "Artifact, '', 1, 30, Pending",
        "Artifact, Ready, 31, 30, Expired",
        "Artifact, Pending, 31, 30, Expired",
        "Artifact, Ready, 31, 0, Ready",
    })
    void itEndsWhenItsDaysAreOver(String kind, String before, int age, int days, String phase) {
        Looked looked = look(kind, before, age, days);
        assertThat(looked.phase()).isEqualTo(phase);
        boolean endedNow = !before.equals(phase) && age >= days;
        assertThat(looked.holds("RetentionOver"))
                .isEqualTo(endedNow ? "True DaysPassed" : "absent");
        assertThat(looked.holds("Synced")).isEqualTo("True Observed");
    }

    @Test
    void itComesBackForItsEndInSteps() {
        assertThat(look("Artifact", "Ready", 1, 30).again()).contains(Duration.ofHours(24));
        assertThat(look("Conversation", "Active", 30, 30).again()).isEmpty();
        Duration left = look("Trace", "Complete", 29, 30).again().orElseThrow();
        assertThat(left).isLessThanOrEqualTo(Duration.ofHours(24)).isPositive();
        assertThat(look("Artifact", "Ready", 1, 0).again()).isEmpty();
        assertThat(look("Artifact", "Expired", 99, 30).again()).isEmpty();
    }

    @Test
    void aMissingAgentIsSaid() {
        Looked looked =
                Looked.at(
                        KeptController.conversations(),
                        Records.of("Conversation", "c", "{agentRef: {name: nobody}}"));
        assertThat(looked.holds("Synced")).isEqualTo("False ReferenceMissing");
        assertThat(looked.phase()).isEqualTo("Active");
    }
}
