package dev.joch.controllermanager.tools;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.controllermanager.status.KindController;
import dev.joch.controllermanager.status.Look;
import dev.joch.controllermanager.status.StatusDraft;
import dev.joch.controllermanager.status.Subject;
import dev.joch.controllermanager.status.ValidateReferences;
import dev.joch.resource.v1alpha1.MCPServerStatus;
import dev.joch.resource.v1alpha1.Resource;

import java.util.Optional;

/** A tool: usable when what it needs is there, and the server that offers it is not quarantined. */
public final class ToolController implements KindController {

    private static final String QUARANTINED = "ServerQuarantined";

    @Override
    public String kind() {
        return "Tool";
    }

    @Override
    public boolean hearsStatus() {
        return true;
    }

    @Override
    public Look look(Subject subject) {
        StatusDraft draft = subject.draft();
        boolean resolved = ValidateReferences.into(draft, subject.references());
        boolean suspendedByUs = draft.reason("Ready").equals(QUARANTINED);
        if (!resolved) {
            draft.phase("Failed").ready(false, "ReferenceMissing", "see ReferencesResolved");
        } else if (serverPhase(subject).equals("Quarantined")) {
            draft.phase("Suspended")
                    .ready(false, QUARANTINED, "the MCP server that offers it is quarantined");
        } else if (draft.phase().equals("Suspended") && !suspendedByUs) {
            // the gateway took it out of use; only the gateway gives it back
            draft.ready(false, "Suspended", "the gateway has suspended it");
        } else {
            draft.phase("Ready").ready(true, "Declared", "");
        }
        return Look.at(draft);
    }

    private static String serverPhase(Subject subject) {
        Optional<Resource> server = subject.target("spec.mcpServerRef.name");
        if (server.isEmpty() || !server.get().hasStatus()) {
            return "";
        }
        try {
            return server.get().getStatus().unpack(MCPServerStatus.class).getPhase();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("the status of the MCP server is another kind's", e);
        }
    }
}
