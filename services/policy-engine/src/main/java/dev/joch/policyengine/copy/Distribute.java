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
import dev.joch.service.batch.GroupCommit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * Takes what decisions depend on. Once it is answered, this replica decides by it.
 *
 * <p>Commits of copies come one after the other, each waits for the disk, and is read again to be
 * decided by: what many hand over at the same time is one commit and one reading.
 */
public final class Distribute implements AutoCloseable {

    public static final Set<String> KINDS =
            Set.of("Policy", "Environment", "Team", "Agent", "Tool", "MCPServer", "Model");

    private static final int MOST_WAITING = 4_096;
    private static final int MOST_TOGETHER = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final CopyStore store;
    private final FollowCopies follow;
    private final Copies copies;
    private final GroupCommit<List<Copy>, Boolean> taking;

    public Distribute(CopyStore store, FollowCopies follow, Copies copies) {
        this.store = store;
        this.follow = follow;
        this.copies = copies;
        this.taking = new GroupCommit<>("copies", MOST_WAITING, MOST_TOGETHER, this::takeAll);
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
            taking.submit(copies, PATIENCE);
        }
        DistributeResponse.Builder answer = DistributeResponse.newBuilder();
        request.getResourcesList()
                .forEach(resource -> answer.addDistributed(distributed(resource)));
        return answer.build();
    }

    private List<Boolean> takeAll(List<List<Copy>> all) {
        store.put(all.stream().flatMap(List::stream).toList());
        follow.catchUp();
        return Collections.nCopies(all.size(), true);
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

    @Override
    public void close() {
        taking.close();
    }
}
