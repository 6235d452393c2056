package dev.joch.apiserver.agbom;

import dev.joch.agbom.v1.AgBomServiceGrpc;
import dev.joch.agbom.v1.GenerateBillRequest;
import dev.joch.agbom.v1.GenerateBillResponse;
import dev.joch.api.v1.RefreshAgentBillRequest;
import dev.joch.api.v1.RefreshAgentBillResponse;
import dev.joch.apiserver.access.Verb;
import dev.joch.apiserver.peer.Peer;
import dev.joch.apiserver.resource.Records;
import dev.joch.apiserver.resource.Rights;
import dev.joch.apiserver.resource.Words;
import dev.joch.common.v1.Caller;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.List;

/** Has the bill of an agent written anew. */
public final class RefreshBill {

    private final Rights rights;
    private final Records records;
    private final Peer agbom;

    RefreshBill(Rights rights, Records records, Peer agbom) {
        this.rights = rights;
        this.records = records;
        this.agbom = agbom;
    }

    public RefreshAgentBillResponse run(Caller caller, RefreshAgentBillRequest request) {
        ResourceKey agent = AgentKeys.key(caller, request.getNamespace(), request.getName());
        GenerateBillRequest question = GenerateBillRequest.newBuilder().setAgent(agent).build();
        return records.change(
                caller,
                Verb.REFRESH,
                List.of(Words.text(agent)),
                request,
                () -> rights.check(caller, Verb.REFRESH, agent),
                says -> {
                    GenerateBillResponse written =
                            agbom.ask(channel ->
                                    AgBomServiceGrpc.newBlockingStub(channel)
                                            .generateBill(question));
                    return RefreshAgentBillResponse.newBuilder()
                            .setGeneration(written.getBill().getGeneration())
                            .setCreated(written.getCreated())
                            .setBill(written.getBill())
                            .build();
                });
    }
}
