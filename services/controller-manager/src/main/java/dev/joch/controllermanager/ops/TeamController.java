package dev.joch.controllermanager.ops;

import dev.joch.controllermanager.agent.EngineDoor;
import dev.joch.controllermanager.status.KindController;
import dev.joch.controllermanager.status.Look;
import dev.joch.controllermanager.status.StatusDraft;
import dev.joch.controllermanager.status.Subject;
import dev.joch.controllermanager.status.ValidateReferences;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.resource.v1alpha1.TeamSpec;
import dev.joch.resource.v1alpha1.TeamStatus;

/** People, their namespaces, and what holds in them: the policy engine has to know it. */
public final class TeamController implements KindController {

    private final EngineDoor engine;

    public TeamController(EngineDoor engine) {
        this.engine = engine;
    }

    @Override
    public String kind() {
        return "Team";
    }

    @Override
    public Look look(Subject subject) {
        engine.distribute(subject.resource());
        StatusDraft draft = subject.draft();
        boolean resolved = ValidateReferences.into(draft, subject.references());
        draft.fields(TeamStatus.Builder.class)
                .setMemberCount(subject.spec(TeamSpec.class).getMembersCount());
        boolean policies = !draft.reason("PoliciesResolved").equals("PolicyMissing");
        draft.yes("Distributed", "Distributed", "the policy engine has this generation")
                .phase(resolved && policies ? "Ready" : "Pending");
        if (!resolved) {
            draft.ready(false, "ReferenceMissing", "see ReferencesResolved");
        } else {
            draft.ready(
                    policies,
                    policies ? "Distributed" : "PolicyMissing",
                    policies ? "" : "see PoliciesResolved; until then no run starts here");
        }
        return Look.at(draft);
    }

    @Override
    public void gone(ResourceKey key, long revision) {
        engine.remove(key, revision);
    }
}
