package dev.joch.agbom.content;

import dev.joch.resource.v1alpha1.MCPServerSpec;
import dev.joch.resource.v1alpha1.MCPServerStatus;

/** What makes an entry one to look at first. */
final class RiskRules {

    private final double minTrust;

    RiskRules(double minTrust) {
        this.minTrust = minTrust;
    }

    /** No score is no judgement: a server that nobody has looked at yet. */
    static boolean scored(MCPServerStatus status) {
        return status.hasTrustScore();
    }

    /** Pinned is the default; what is not known cannot be pinned. */
    static boolean pinned(MCPServerSpec spec, String version) {
        boolean wanted =
                !spec.getSecurity().hasPinServerVersion()
                        || spec.getSecurity().getPinServerVersion();
        return wanted && !version.isEmpty();
    }

    void server(
            Draft draft, String name, MCPServerSpec spec, MCPServerStatus status, String version) {
        double wanted = Math.max(minTrust, spec.getSecurity().getMinTrustScore());
        if (scored(status) && status.getTrustScore() < wanted) {
            draft.risk(McpServers.KIND, name, "trustScore-below-threshold");
        }
        if (!pinned(spec, version)) {
            draft.risk(McpServers.KIND, name, "version-not-pinned");
        }
        switch (status.getPhase()) {
            case "Quarantined" -> draft.risk(McpServers.KIND, name, "quarantined");
            case "Drifted" -> draft.risk(McpServers.KIND, name, "schema-drift");
            default -> {
                if (status.getSchemaDrift()) {
                    draft.risk(McpServers.KIND, name, "schema-drift");
                }
            }
        }
    }

    /** An agent that names a policy which is not there runs without it. */
    void missingPolicy(Draft draft, String name) {
        draft.risk("Policy", name, "policy-unresolved");
    }

    /** The agent's own list of models forbids one of its route. */
    void forbiddenModel(Draft draft, String model) {
        draft.risk("Model", model, "policy-violation");
    }
}
