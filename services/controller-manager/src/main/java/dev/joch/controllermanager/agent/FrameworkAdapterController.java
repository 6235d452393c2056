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

/**
 * An adapter: ready when declared; one that names a conformance suite only when it has passed it.
 * Agents are compiled for it either way.
 */
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
        boolean tested = spec.hasConformance();
        boolean passed = spec.getConformance().hasLastPassedAt();
        if (!tested) {
            draft.unknown("Conformant", "NoSuite", "spec.conformance names no suite");
        } else {
            draft.is(
                    "Conformant",
                    passed,
                    passed ? "Passed" : "NotPassed",
                    passed ? "" : "spec.conformance.lastPassedAt is not set");
        }
        if (!resolved) {
            return draft.phase("Failed").declared(false);
        }
        if (tested && !passed) {
            return draft.phase("Pending")
                    .ready(false, "NotPassed", "run the suite that spec.conformance names");
        }
        return draft.phase("Ready").declared(true);
    }
}
