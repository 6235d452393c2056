package dev.joch.policyengine.copy;

import dev.joch.common.v1.Diagnostic;
import dev.joch.policy.rule.CompiledPolicy;
import dev.joch.policy.rule.PolicyFinding;
import dev.joch.policy.v1.DistributeRequest;
import dev.joch.policy.v1.DistributeResponse;
import dev.joch.policy.v1.Distributed;
import dev.joch.policyengine.store.CopyStore;
import dev.joch.policyengine.store.CopyStore.Copy;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.Resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Takes what decisions depend on. Once it is answered, this replica decides by it. */
public final class Distribute {

    public static final Set<String> KINDS =
            Set.of("Policy", "Environment", "Team", "Agent", "Tool", "MCPServer", "Model");

    private final CopyStore store;
    private final FollowCopies follow;
    private final Copies copies;

    public Distribute(CopyStore store, FollowCopies follow, Copies copies) {
        this.store = store;
        this.follow = follow;
        this.copies = copies;
    }

    public DistributeResponse distribute(DistributeRequest request) {
        List<Copy> copies = new ArrayList<>();
        request.getResourcesList().forEach(resource -> copies.add(Copy.of(slim(resource))));
        request.getRemovedList()
                .forEach(removed ->
                        copies.add(
                                new Copy(
                                        removed.getKey(),
                                        removed.getRevision(),
                                        true,
                                        Resource.getDefaultInstance())));
        if (!copies.isEmpty()) {
            store.put(copies);
            follow.catchUp();
        }
        DistributeResponse.Builder answer = DistributeResponse.newBuilder();
        request.getResourcesList()
                .forEach(resource -> answer.addDistributed(distributed(resource)));
        return answer.build();
    }

    /** Nobody decides by a status, but for what was seen of a server. */
    private static Resource slim(Resource resource) {
        return resource.getKind().equals("MCPServer")
                ? resource
                : resource.toBuilder().clearStatus().build();
    }

    private Distributed distributed(Resource resource) {
        Distributed.Builder answer = Distributed.newBuilder().setKey(ResourceKeys.of(resource));
        if (resource.getKind().equals("Policy")) {
            // mostly it is the one that was just taken over
            CompiledPolicy policy =
                    copies.policy(answer.getKey())
                            .filter(held -> held.digest().equals(CompiledPolicy.digest(resource)))
                            .orElseGet(() -> CompiledPolicy.compile(resource));
            answer.setCompiledDigest(policy.digest());
            policy.findings()
                    .forEach(finding -> answer.addDiagnostics(diagnostic(resource, finding)));
        }
        return answer.build();
    }

    /** A finding in the words of all services. */
    public static Diagnostic diagnostic(Resource policy, PolicyFinding finding) {
        return Diagnostic.newBuilder()
                .setSeverity(
                        finding.warning()
                                ? Diagnostic.Severity.SEVERITY_WARNING
                                : Diagnostic.Severity.SEVERITY_ERROR)
                .setReason(finding.sort().reason())
                .setResource(ResourceKeys.text(ResourceKeys.of(policy)))
                .setField(finding.field())
                .setMessage(finding.message())
                .setFix(finding.fix())
                .build();
    }
}
