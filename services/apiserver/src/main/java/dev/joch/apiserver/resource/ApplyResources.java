package dev.joch.apiserver.resource;

import dev.joch.admission.v1.Admitted;
import dev.joch.api.v1.ApplyResourcesRequest;
import dev.joch.api.v1.ApplyResourcesResponse;
import dev.joch.api.v1.ApplyResult;
import dev.joch.apiserver.access.Grant;
import dev.joch.apiserver.access.Verb;
import dev.joch.common.v1.Caller;
import dev.joch.common.v1.Diagnostic;
import dev.joch.resource.text.DecodeLimits;
import dev.joch.resourcestore.v1.Outcome;
import dev.joch.resourcestore.v1.WriteResponse;
import dev.joch.service.problem.ProblemException;

import java.util.ArrayList;
import java.util.List;

/** Creates or updates all resources of a request, or none. THE walk. */
public final class ApplyResources {

    private static final List<String> NO_SINGLE_RESOURCE =
            List.of("ResourceService/ApplyResources");

    private final Rights rights;
    private final Records records;
    private final Catalogue catalogue;
    private final CommitBatch commit;

    ApplyResources(Rights rights, Records records, Catalogue catalogue, CommitBatch commit) {
        this.rights = rights;
        this.records = records;
        this.catalogue = catalogue;
        this.commit = commit;
    }

    public ApplyResourcesResponse run(Caller caller, ApplyResourcesRequest request) {
        Batch batch;
        try {
            batch =
                    ReadDocuments.read(
                            request.getSourcesList(),
                            request.getResourcesList(),
                            request.getNamespace(),
                            DecodeLimits.standard());
        } catch (ProblemException unreadable) {
            return records.read(
                    caller,
                    Verb.APPLY,
                    NO_SINGLE_RESOURCE,
                    says -> {
                        throw unreadable;
                    });
        }
        List<String> names =
                batch.documents().stream()
                        .map(document -> Words.text(document.key(caller.getTenant())))
                        .distinct()
                        .toList();
        List<String> resources = names.isEmpty() ? NO_SINGLE_RESOURCE : names;
        if (request.getValidateOnly() || batch.hasErrors()) {
            return records.read(
                    caller,
                    Verb.APPLY,
                    resources,
                    says -> {
                        says.grants(authorise(caller, batch));
                        return commit(caller, batch, request, says);
                    });
        }
        return records.change(
                caller,
                Verb.APPLY,
                resources,
                request,
                () -> authorise(caller, batch),
                says -> commit(caller, batch, request, says));
    }

    private List<Grant> authorise(Caller caller, Batch batch) {
        List<Grant> grants = new ArrayList<>(rights.check(caller, Verb.APPLY, batch));
        if (rights.storedMatters(caller, Verb.APPLY)) {
            grants.addAll(
                    rights.checkStored(
                            caller,
                            Verb.APPLY,
                            catalogue.find(batch.keys(caller.getTenant())).values()));
        }
        return grants;
    }

    private ApplyResourcesResponse commit(
            Caller caller, Batch batch, ApplyResourcesRequest request, Records.Says says) {
        CommitBatch.Committed committed =
                commit.commit(
                        caller,
                        batch,
                        new CommitBatch.Terms(request.getRequestId(), request.getValidateOnly()));
        for (Admitted admitted : committed.reviewed().admitted()) {
            says.policies(admitted.getEffectivePoliciesList());
        }
        return answer(batch, committed);
    }

    private static ApplyResourcesResponse answer(Batch batch, CommitBatch.Committed committed) {
        WriteResponse written = committed.written();
        List<Diagnostic> warnings = committed.reviewed().diagnostics();
        ApplyResourcesResponse.Builder response =
                ApplyResourcesResponse.newBuilder()
                        .addAllDiagnostics(warnings)
                        .setRevision(written.getRevision())
                        .setReplayed(written.getReplayed());
        for (int i = 0; i < batch.documents().size(); i++) {
            Batch.Document document = batch.documents().get(i);
            Outcome outcome = written.getOutcomes(i);
            ApplyResult.Builder result =
                    ApplyResult.newBuilder()
                            .setAction(Actions.word(outcome.getAction()))
                            .setResource(outcome.getResource());
            warnings.stream()
                    .filter(found -> found.getSource().equals(document.source()))
                    .filter(found -> found.getDocument() == document.inSource())
                    .forEach(result::addWarnings);
            response.addResults(result);
        }
        return response.build();
    }
}
