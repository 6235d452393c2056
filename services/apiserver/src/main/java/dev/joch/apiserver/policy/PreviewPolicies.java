package dev.joch.apiserver.policy;

import dev.joch.api.v1.PreviewPoliciesRequest;
import dev.joch.api.v1.PreviewPoliciesResponse;
import dev.joch.apiserver.access.Verb;
import dev.joch.apiserver.peer.Peer;
import dev.joch.apiserver.resource.ReadDrafts;
import dev.joch.apiserver.resource.Records;
import dev.joch.apiserver.resource.Rights;
import dev.joch.common.v1.Caller;
import dev.joch.policy.v1.PolicyServiceGrpc;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import java.util.List;

/** What drafts would have decided. Only about agents in namespaces that the caller may read. */
public final class PreviewPolicies {

    private static final int MOST_DRAFTS = 100;

    private final Rights rights;
    private final Records records;
    private final Peer engine;

    PreviewPolicies(Rights rights, Records records, Peer engine) {
        this.rights = rights;
        this.records = records;
        this.engine = engine;
    }

    public PreviewPoliciesResponse run(Caller caller, PreviewPoliciesRequest request) {
        return records.read(
                caller,
                Verb.LIST,
                List.of("Policy/*"),
                says -> {
                    List<String> namespaces =
                            rights.namespaces(caller, Verb.LIST, "Policy", "", says);
                    return answer(
                            caller, ask(caller, drafts(caller, request), request, namespaces));
                });
    }

    private static List<Resource> drafts(Caller caller, PreviewPoliciesRequest request) {
        List<Resource> drafts =
                ReadDrafts.read(
                        caller.getTenant(),
                        request.getSourcesList(),
                        request.getResourcesList(),
                        request.getNamespace());
        for (Resource draft : drafts) {
            if (!draft.getKind().equals("Policy")) {
                throw invalid(
                        "holds "
                                + draft.getKind()
                                + " "
                                + draft.getMetadata().getName()
                                + "; only policies can be previewed");
            }
        }
        if (drafts.size() > MOST_DRAFTS) {
            throw invalid("holds more than " + MOST_DRAFTS + " policies; preview them in parts");
        }
        return drafts;
    }

    private dev.joch.policy.v1.PreviewPoliciesResponse ask(
            Caller caller,
            List<Resource> drafts,
            PreviewPoliciesRequest request,
            List<String> namespaces) {
        var question =
                dev.joch.policy.v1.PreviewPoliciesRequest.newBuilder()
                        .setTenant(caller.getTenant())
                        .addAllDrafts(drafts)
                        .setLimit(request.getLimit())
                        .addAllNamespaces(namespaces);
        if (request.hasSince()) {
            question.setSince(request.getSince());
        }
        var complete = question.build();
        return engine.ask(
                channel -> PolicyServiceGrpc.newBlockingStub(channel).previewPolicies(complete));
    }

    private PreviewPoliciesResponse answer(
            Caller caller, dev.joch.policy.v1.PreviewPoliciesResponse found) {
        return PreviewPoliciesResponse.newBuilder()
                .setReplayed(found.getReplayed())
                .setChanged(found.getChanged())
                .addAllExamples(found.getExamplesList())
                .addAllCounts(found.getCountsList())
                .addAllDiagnostics(found.getDiagnosticsList())
                .addAllAgents(
                        found.getAgentsList().stream()
                                .filter(agent -> rights.reads(caller, agent))
                                .toList())
                .build();
    }

    private static ProblemException invalid(String why) {
        return new ProblemException(new ServiceProblem.InvalidRequest("sources", why));
    }
}
