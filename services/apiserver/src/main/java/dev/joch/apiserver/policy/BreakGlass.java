package dev.joch.apiserver.policy;

import dev.joch.api.v1.GrantBreakGlassRequest;
import dev.joch.api.v1.GrantBreakGlassResponse;
import dev.joch.apiserver.access.Verb;
import dev.joch.apiserver.peer.Peer;
import dev.joch.apiserver.resource.FindResource;
import dev.joch.apiserver.resource.Records;
import dev.joch.apiserver.resource.Rights;
import dev.joch.apiserver.resource.Words;
import dev.joch.common.v1.Caller;
import dev.joch.policy.v1.PolicyServiceGrpc;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.List;

/** Lets one call of an agent pass in spite of policy. On record before it is granted. */
public final class BreakGlass {

    private final Rights rights;
    private final Records records;
    private final FindResource stored;
    private final Peer engine;

    BreakGlass(Rights rights, Records records, FindResource stored, Peer engine) {
        this.rights = rights;
        this.records = records;
        this.stored = stored;
        this.engine = engine;
    }

    public GrantBreakGlassResponse run(Caller caller, GrantBreakGlassRequest request) {
        ResourceKey agent =
                ResourceKey.newBuilder()
                        .setTenant(caller.getTenant())
                        .setKind("Agent")
                        .setNamespace(request.getNamespace())
                        .setName(request.getAgent())
                        .build();
        var question =
                dev.joch.policy.v1.GrantBreakGlassRequest.newBuilder()
                        .setTenant(agent.getTenant())
                        .setNamespace(agent.getNamespace())
                        .setAgent(agent.getName())
                        .setHook(request.getHook())
                        .setTool(request.getTool())
                        .setSeconds(request.getSeconds())
                        .setReason(request.getReason())
                        .build();
        return records.change(
                caller,
                Verb.OVERRIDE,
                List.of(Words.text(agent)),
                request,
                () -> rights.check(caller, Verb.OVERRIDE, agent),
                says -> {
                    // a grant for a name that somebody may take later would be theirs
                    stored.get(agent);
                    var granted =
                            engine.ask(channel ->
                                    PolicyServiceGrpc.newBlockingStub(channel)
                                            .grantBreakGlass(question));
                    says.policies(granted.getEffectivePoliciesList());
                    return GrantBreakGlassResponse.newBuilder()
                            .setGrantId(granted.getGrantId())
                            .setExpiresAt(granted.getExpiresAt())
                            .build();
                });
    }
}
