package dev.joch.policyengine;

import static dev.joch.policyengine.EngineDesk.POLICY;
import static dev.joch.policyengine.EngineDesk.call;
import static dev.joch.policyengine.EngineDesk.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.policy.v1.Decision;
import dev.joch.policy.v1.PreviewPoliciesRequest;
import dev.joch.policy.v1.PreviewPoliciesResponse;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Drafts on what was decided. */
final class PreviewFaceTest {

    private final EngineDesk desk = new EngineDesk();

    @AfterEach
    void stop() {
        desk.close();
    }

    private PreviewPoliciesResponse preview(String draft) {
        return desk.engine()
                .previewPolicies(
                        PreviewPoliciesRequest.newBuilder()
                                .setTenant("acme")
                                .addDrafts(resource(draft, 1))
                                .build());
    }

    @Test
    void aDraftIsTriedOnWhatWasDecided() {
        desk.evaluate(call("external_write"));
        PreviewPoliciesResponse preview = preview(POLICY.replace("external_write", "financial"));
        assertThat(preview.getReplayed()).isEqualTo(1);
        assertThat(preview.getChanged()).isEqualTo(1);
        assertThat(preview.getExamples(0).getNow().getDecision())
                .isEqualTo(Decision.DECISION_ALLOW);
        assertThat(preview.getAgentsCount()).isEqualTo(1);
        assertThat(desk.evaluate(call("external_write").setDryRun(true)).getDecision())
                .isEqualTo(Decision.DECISION_DENY);
    }

    @Test
    void whatAGrantLetPassSaysNothingAboutADraft() {
        desk.grant("t");
        desk.evaluate(call("external_write"));
        desk.evaluate(call("external_write"));
        PreviewPoliciesResponse preview = preview(POLICY);
        assertThat(preview.getReplayed()).isEqualTo(1);
        assertThat(preview.getChanged()).isZero();
    }
}
