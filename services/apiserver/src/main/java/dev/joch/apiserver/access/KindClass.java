package dev.joch.apiserver.access;

import java.util.Map;
import java.util.Set;

/**
 * What sort of thing a kind is to the rules: rights are given by class, so that a new kind finds
 * its place in one line.
 */
public enum KindClass {
    /** What teams build and change every day. */
    WORKLOAD,
    /** What restrains workloads of a namespace; who is restrained does not write it. */
    GOVERNANCE,
    /** What all namespaces of a tenant stand on. Lives in none. */
    PLATFORM,
    /** What happened. People read it; services write it. */
    RECORD;

    private static final Set<String> GOVERNANCE_KINDS = Set.of("Policy", "Secret", "Budget");
    private static final Set<String> PLATFORM_KINDS =
            Set.of("FrameworkAdapter", "Model", "Environment", "Team");
    private static final Set<String> WORKLOAD_KINDS =
            Set.of(
                    "", // a list over all kinds
                    "AgBOM",
                    "Agent",
                    "Deployment",
                    "Eval",
                    "KnowledgeSource",
                    "MCPServer",
                    "Memory",
                    "ModelRoute",
                    "RAG",
                    "Tool");
    private static final Map<KindClass, Set<String>> NAMED =
            Map.of(
                    GOVERNANCE,
                    GOVERNANCE_KINDS,
                    PLATFORM,
                    PLATFORM_KINDS,
                    WORKLOAD,
                    WORKLOAD_KINDS);

    /** The class of a kind. What nobody classified is written by services only. */
    public static KindClass of(String kind) {
        for (Map.Entry<KindClass, Set<String>> entry : NAMED.entrySet()) {
            if (entry.getValue().contains(kind)) {
                return entry.getKey();
            }
        }
        return RECORD;
    }
}
