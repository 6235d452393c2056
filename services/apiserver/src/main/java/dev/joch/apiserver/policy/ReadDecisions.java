package dev.joch.apiserver.policy;

import dev.joch.api.v1.ListDecisionsRequest;
import dev.joch.api.v1.ListDecisionsResponse;
import dev.joch.apiserver.access.Verb;
import dev.joch.apiserver.peer.Peer;
import dev.joch.apiserver.resource.Records;
import dev.joch.apiserver.resource.Rights;
import dev.joch.common.v1.Caller;
import dev.joch.policy.v1.Decision;
import dev.joch.policy.v1.PolicyServiceGrpc;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import java.util.ArrayList;
import java.util.List;

/** What policy has decided, about agents in namespaces that the caller may read. */
public final class ReadDecisions {

    private final Rights rights;
    private final Records records;
    private final Peer engine;

    ReadDecisions(Rights rights, Records records, Peer engine) {
        this.rights = rights;
        this.records = records;
        this.engine = engine;
    }

    public ListDecisionsResponse run(Caller caller, ListDecisionsRequest request) {
        List<Decision> decisions = decisions(request.getDecision());
        return records.read(
                caller,
                Verb.LIST,
                List.of(
                        "Decision/"
                                + (request.getNamespace().isEmpty()
                                        ? ""
                                        : request.getNamespace() + "/")
                                + "*"),
                says -> {
                    var question =
                            dev.joch.policy.v1.ListDecisionsRequest.newBuilder()
                                    .setTenant(caller.getTenant())
                                    .addAllNamespaces(
                                            rights.namespaces(
                                                    caller,
                                                    Verb.LIST,
                                                    "Policy",
                                                    request.getNamespace(),
                                                    says))
                                    .setAgent(request.getAgent())
                                    .setPolicy(request.getPolicy())
                                    .setHook(request.getHook())
                                    .addAllDecisions(decisions)
                                    .setPageSize(request.getPageSize())
                                    .setPageToken(request.getPageToken());
                    if (request.hasSince()) {
                        question.setSince(request.getSince());
                    }
                    var complete = question.build();
                    var page =
                            engine.ask(channel ->
                                    PolicyServiceGrpc.newBlockingStub(channel)
                                            .listDecisions(complete));
                    return ListDecisionsResponse.newBuilder()
                            .addAllDecisions(page.getDecisionsList())
                            .setNextPageToken(page.getNextPageToken())
                            .build();
                });
    }

    private static List<Decision> decisions(String words) {
        List<Decision> decisions = new ArrayList<>();
        if (!words.isBlank()) {
            for (String word : words.split(",", -1)) {
                decisions.add(decision(word.strip()));
            }
        }
        return decisions;
    }

    private static Decision decision(String word) {
        return switch (word) {
            case "allow" -> Decision.DECISION_ALLOW;
            case "deny" -> Decision.DECISION_DENY;
            case "modify" -> Decision.DECISION_MODIFY;
            case "ask" -> Decision.DECISION_ASK;
            default ->
                    throw new ProblemException(
                            new ServiceProblem.InvalidRequest(
                                    "decision", "must be of allow, deny, modify, ask"));
        };
    }
}
