package dev.joch.controllermanager.tools;

import dev.joch.controllermanager.status.KindController;
import dev.joch.controllermanager.status.Look;
import dev.joch.controllermanager.status.StatusDraft;
import dev.joch.controllermanager.status.Subject;
import dev.joch.controllermanager.status.ValidateReferences;
import dev.joch.resource.v1alpha1.MCPServerSecurity;
import dev.joch.resource.v1alpha1.MCPServerSpec;
import dev.joch.resource.v1alpha1.MCPServerStatus;

/**
 * An MCP server: what can be said without speaking to it. Quarantine is the gateway's word and
 * stays until the gateway takes it back.
 */
public final class MCPServerController implements KindController {

    @Override
    public String kind() {
        return "MCPServer";
    }

    @Override
    public boolean hearsStatus() {
        return true;
    }

    @Override
    public Look look(Subject subject) {
        MCPServerSpec spec = subject.spec(MCPServerSpec.class);
        StatusDraft draft = subject.draft();
        boolean resolved = ValidateReferences.into(draft, subject.references());
        MCPServerSecurity security = spec.getSecurity();
        MCPServerStatus status = subject.status(MCPServerStatus.class);
        boolean stdio = spec.getTransport().equals("stdio") && !security.getAllowStdio();
        boolean distrusted =
                status.hasTrustScore() && status.getTrustScore() < security.getMinTrustScore();
        boolean otherVersion = pinned(draft, security, status);
        trusted(draft, security, status, distrusted);
        if (draft.phase().equals("Quarantined")) {
            draft.ready(false, "Quarantined", "the gateway has quarantined it");
        } else if (!resolved) {
            draft.phase("Failed").ready(false, "ReferenceMissing", "see ReferencesResolved");
        } else if (stdio) {
            draft.phase("Failed")
                    .ready(
                            false,
                            "StdioNotAllowed",
                            "set spec.security.allowStdio, or use a server over HTTP");
        } else if (distrusted) {
            draft.phase("Failed").ready(false, "TrustTooLow", "see Trusted");
        } else if (status.getSchemaDrift() || otherVersion) {
            draft.phase("Drifted")
                    .ready(
                            false,
                            otherVersion ? "VersionNotPinned" : "SchemaDrift",
                            "what it offers is not what was accepted");
        } else {
            draft.phase("Ready").ready(true, "Declared", "");
        }
        return Look.at(draft);
    }

    /** Whether it reports another version than the pinned one. */
    private static boolean pinned(
            StatusDraft draft, MCPServerSecurity security, MCPServerStatus status) {
        boolean wanted = !security.hasPinServerVersion() || security.getPinServerVersion();
        String pinned = security.getPinnedVersion();
        if (!wanted) {
            draft.no("Pinned", "NotWanted", "spec.security.pinServerVersion is false");
            return false;
        }
        if (pinned.isEmpty()) {
            draft.no("Pinned", "NoVersion", "spec.security.pinnedVersion names no version");
            return false;
        }
        draft.yes("Pinned", "Pinned", pinned);
        return !status.getVersion().isEmpty() && !status.getVersion().equals(pinned);
    }

    private static void trusted(
            StatusDraft draft,
            MCPServerSecurity security,
            MCPServerStatus status,
            boolean distrusted) {
        if (!status.hasTrustScore()) {
            draft.unknown("Trusted", "NotLookedAt", "nobody has spoken to it yet");
            return;
        }
        draft.is(
                "Trusted",
                !distrusted,
                distrusted ? "TrustTooLow" : "Trusted",
                distrusted
                        ? "its trust is below spec.security.minTrustScore "
                                + security.getMinTrustScore()
                        : "");
    }
}
