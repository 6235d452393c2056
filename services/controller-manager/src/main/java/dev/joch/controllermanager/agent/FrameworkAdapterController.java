package dev.joch.controllermanager.agent;

import dev.joch.controllermanager.graph.GraphStore;
import dev.joch.controllermanager.status.KindController;
import dev.joch.controllermanager.status.Look;
import dev.joch.controllermanager.status.StatusDraft;
import dev.joch.controllermanager.status.Subject;
import dev.joch.controllermanager.status.ValidateReferences;
import dev.joch.resource.v1alpha1.FrameworkAdapterSpec;
import dev.joch.resource.v1alpha1.FrameworkAdapterStatus;

import java.sql.SQLException;

/** An adapter: usable when declared; whether it passed the conformance suite is said beside. */
public final class FrameworkAdapterController implements KindController {

    private final GraphStore graph;

    public FrameworkAdapterController(GraphStore graph) {
        this.graph = graph;
    }

    @Override
    public String kind() {
        return "FrameworkAdapter";
    }

    @Override
    public boolean hearsStatus() {
        return true;
    }

    @Override
    public Look look(Subject subject) throws SQLException {
        return Look.at(judge(subject, graph.count(subject.key(), "Agent")));
    }

    static StatusDraft judge(Subject subject, long agents) {
        StatusDraft draft = subject.draft();
        boolean resolved = ValidateReferences.into(draft, subject.references());
        draft.fields(FrameworkAdapterStatus.Builder.class).setAgentsBound((int) agents);
        FrameworkAdapterSpec spec = subject.spec(FrameworkAdapterSpec.class);
        if (!spec.hasConformance()) {
            draft.unknown("Conformant", "NoSuite", "spec.conformance names no suite");
        } else {
            boolean passed = spec.getConformance().hasLastPassedAt();
            draft.is(
                    "Conformant",
                    passed,
                    passed ? "Passed" : "NotPassed",
                    passed ? "" : "spec.conformance.lastPassedAt is not set");
        }
        draft.phase(resolved ? "Ready" : "Failed")
                .ready(
                        resolved,
                        resolved ? "Declared" : "ReferenceMissing",
                        resolved ? "" : "see ReferencesResolved");
        return draft;
    }
}
