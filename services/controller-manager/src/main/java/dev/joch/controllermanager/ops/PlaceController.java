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

/**
 * An environment or a team: what holds for the agents in it. The policy engine has to know it, and
 * where a policy that it names is missing no run starts.
 */
public final class PlaceController implements KindController {

    private final String kind;
    private final EngineDoor engine;

    public PlaceController(String kind, EngineDoor engine) {
        this.kind = kind;
        this.engine = engine;
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public Look look(Subject subject) {
        engine.distribute(subject.resource());
        return Look.at(judge(subject));
    }

    static StatusDraft judge(Subject subject) {
        StatusDraft draft = subject.draft();
        boolean resolved = ValidateReferences.into(draft, subject.references());
        boolean policies = !draft.reason("PoliciesResolved").equals("PolicyMissing");
        if (subject.spec() instanceof TeamSpec team) {
            draft.fields(TeamStatus.Builder.class).setMemberCount(team.getMembersCount());
        }
        draft.yes("Distributed", "Distributed", "the policy engine has this generation")
                .phase(resolved && policies ? "Ready" : "Pending");
        if (!resolved) {
            return draft.ready(false, "ReferenceMissing", "see ReferencesResolved");
        }
        return draft.ready(
                policies,
                policies ? "Distributed" : "PolicyMissing",
                policies ? "" : "see PoliciesResolved; until then no run starts here");
    }

    @Override
    public void gone(ResourceKey key, long revision) {
        engine.remove(key, revision);
    }
}
