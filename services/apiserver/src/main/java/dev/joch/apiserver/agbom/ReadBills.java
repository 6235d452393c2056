package dev.joch.apiserver.agbom;

import dev.joch.agbom.v1.AgBomServiceGrpc;
import dev.joch.agbom.v1.DiffBillsRequest;
import dev.joch.agbom.v1.DiffBillsResponse;
import dev.joch.agbom.v1.GetBillRequest;
import dev.joch.agbom.v1.GetBillResponse;
import dev.joch.agbom.v1.ListBillsRequest;
import dev.joch.agbom.v1.ListBillsResponse;
import dev.joch.api.v1.DiffAgentBillsRequest;
import dev.joch.api.v1.DiffAgentBillsResponse;
import dev.joch.api.v1.GetAgentBillRequest;
import dev.joch.api.v1.GetAgentBillResponse;
import dev.joch.api.v1.ListAgentBillsRequest;
import dev.joch.api.v1.ListAgentBillsResponse;
import dev.joch.apiserver.access.Verb;
import dev.joch.apiserver.peer.Peer;
import dev.joch.apiserver.resource.Records;
import dev.joch.apiserver.resource.Rights;
import dev.joch.apiserver.resource.Words;
import dev.joch.common.v1.Caller;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.List;

/** Bills of materials of the agents that the caller may read. */
public final class ReadBills {

    private final Rights rights;
    private final Records records;
    private final Peer agbom;

    ReadBills(Rights rights, Records records, Peer agbom) {
        this.rights = rights;
        this.records = records;
        this.agbom = agbom;
    }

    public GetAgentBillResponse get(Caller caller, GetAgentBillRequest request) {
        ResourceKey agent = AgentKeys.key(caller, request.getNamespace(), request.getName());
        return records.read(
                caller,
                Verb.GET,
                List.of(Words.text(agent)),
                says -> {
                    says.grants(rights.check(caller, Verb.GET, agent));
                    GetBillRequest question =
                            GetBillRequest.newBuilder()
                                    .setTenant(agent.getTenant())
                                    .setNamespace(agent.getNamespace())
                                    .setAgent(agent.getName())
                                    .setGeneration(request.getGeneration())
                                    .setFormat(request.getFormat())
                                    .setSigned(request.getSigned())
                                    .setPlain(request.getExtensions().equals("off"))
                                    .build();
                    GetBillResponse found =
                            agbom.ask(channel ->
                                    AgBomServiceGrpc.newBlockingStub(channel).getBill(question));
                    return GetAgentBillResponse.newBuilder()
                            .setBill(found.getBill())
                            .setDocument(found.getDocument())
                            .setMediaType(found.getMediaType())
                            .build();
                });
    }

    public ListAgentBillsResponse list(Caller caller, ListAgentBillsRequest request) {
        String place = request.getNamespace().isEmpty() ? "*" : request.getNamespace() + "/*";
        return records.read(
                caller,
                Verb.LIST,
                List.of("Agent/" + place),
                says -> {
                    List<String> namespaces =
                            rights.namespaces(
                                    caller, Verb.LIST, "Agent", request.getNamespace(), says);
                    ListBillsRequest question =
                            ListBillsRequest.newBuilder()
                                    .setTenant(caller.getTenant())
                                    .addAllNamespaces(namespaces)
                                    .setHighRisk(request.getHighRisk())
                                    .setMcpServer(request.getMcpServer())
                                    .setPageSize(request.getPageSize())
                                    .setPageToken(request.getPageToken())
                                    .build();
                    ListBillsResponse page =
                            agbom.ask(channel ->
                                    AgBomServiceGrpc.newBlockingStub(channel).listBills(question));
                    return ListAgentBillsResponse.newBuilder()
                            .addAllBills(page.getBillsList())
                            .setNextPageToken(page.getNextPageToken())
                            .build();
                });
    }

    public DiffAgentBillsResponse diff(Caller caller, DiffAgentBillsRequest request) {
        ResourceKey agent = AgentKeys.key(caller, request.getNamespace(), request.getName());
        return records.read(
                caller,
                Verb.GET,
                List.of(Words.text(agent)),
                says -> {
                    says.grants(rights.check(caller, Verb.GET, agent));
                    DiffBillsRequest question =
                            DiffBillsRequest.newBuilder()
                                    .setTenant(agent.getTenant())
                                    .setNamespace(agent.getNamespace())
                                    .setAgent(agent.getName())
                                    .setFrom(request.getFrom())
                                    .setTo(request.getTo())
                                    .build();
                    DiffBillsResponse found =
                            agbom.ask(channel ->
                                    AgBomServiceGrpc.newBlockingStub(channel).diffBills(question));
                    return DiffAgentBillsResponse.newBuilder()
                            .setFrom(found.getFrom())
                            .setTo(found.getTo())
                            .addAllAdded(found.getAddedList())
                            .addAllRemoved(found.getRemovedList())
                            .addAllChanged(found.getChangedList())
                            .build();
                });
    }
}
