package dev.joch.apiserver.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.joch.api.v1.PatchResourceRequest;
import dev.joch.api.v1.PatchResourceResponse;
import dev.joch.apiserver.access.Grant;
import dev.joch.apiserver.access.Verb;
import dev.joch.common.v1.Caller;
import dev.joch.resource.field.InvalidPatchException;
import dev.joch.resource.field.ResourcePatch;
import dev.joch.resource.kind.Kind;
import dev.joch.resource.kind.Kinds;
import dev.joch.resource.text.SourceMap;
import dev.joch.resource.text.StrictJson;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.resourcestore.v1.Outcome;
import dev.joch.resourcestore.v1.Put;
import dev.joch.service.problem.Problem;
import dev.joch.service.problem.ProblemException;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes one resource by a patch. The patch is applied to what is stored, and what comes out is
 * judged and committed like anything applied, on the condition that nobody changed the resource
 * meanwhile.
 */
public final class PatchResource {

    private static final int MOST_ATTEMPTS = 3;
    private static final int DEEPEST = 64;

    private static final ObjectMapper JSON = StrictJson.reader(DEEPEST);

    private final Rights rights;
    private final Records records;
    private final Catalogue catalogue;
    private final CommitBatch commit;

    PatchResource(Rights rights, Records records, Catalogue catalogue, CommitBatch commit) {
        this.rights = rights;
        this.records = records;
        this.catalogue = catalogue;
        this.commit = commit;
    }

    public PatchResourceResponse run(Caller caller, PatchResourceRequest request) {
        ResourceKey key =
                Words.key(
                        caller.getTenant(),
                        request.getKind(),
                        request.getNamespace(),
                        request.getName());
        List<String> resources = List.of(Words.text(key));
        if (request.getValidateOnly()) {
            return records.read(
                    caller,
                    Verb.PATCH,
                    resources,
                    says -> {
                        says.grants(authorise(caller, key));
                        return patch(caller, key, request, says);
                    });
        }
        return records.change(
                caller,
                Verb.PATCH,
                resources,
                request,
                () -> authorise(caller, key),
                says -> patch(caller, key, request, says));
    }

    private List<Grant> authorise(Caller caller, ResourceKey key) {
        List<Grant> grants = new ArrayList<>(rights.check(caller, Verb.PATCH, key));
        grants.addAll(
                rights.checkStored(caller, Verb.PATCH, catalogue.find(List.of(key)).values()));
        return grants;
    }

    private PatchResourceResponse patch(
            Caller caller, ResourceKey key, PatchResourceRequest request, Records.Says says) {
        JsonNode patch = read(request);
        for (int attempt = 1; ; attempt++) {
            Resource before = catalogue.get(key, 0);
            Resource after = patched(before, patch, request);
            // what is patched may not be any more what was stored when the call began
            says.grants(rights.checkStored(caller, Verb.PATCH, List.of(before, after)));
            says.grants(rights.checkTriggers(caller, after));
            try {
                return commit(caller, after, request, says);
            } catch (StatusRuntimeException e) {
                boolean stale = e.getStatus().getCode() == Status.Code.ABORTED;
                if (!stale || !request.getResourceVersion().isEmpty() || attempt == MOST_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private PatchResourceResponse commit(
            Caller caller, Resource after, PatchResourceRequest request, Records.Says says) {
        Kind kind = Kinds.kind(after.getKind());
        Batch batch =
                new Batch(
                        List.of(
                                new Batch.Document(
                                        0, "", 0, kind, after, SourceMap.empty(), false)),
                        List.of(),
                        0,
                        ReadDocuments.DEFAULT_NAMESPACE);
        CommitBatch.Committed committed =
                commit.commit(
                        caller,
                        batch,
                        new CommitBatch.Terms("", request.getValidateOnly(), Put.Mode.MODE_UPDATE));
        committed
                .reviewed()
                .admitted()
                .forEach(admitted -> says.policies(admitted.getEffectivePoliciesList()));
        Outcome outcome = committed.written().getOutcomes(0);
        return PatchResourceResponse.newBuilder()
                .setAction(Actions.word(outcome.getAction()))
                .setResource(outcome.getResource())
                .addAllDiagnostics(committed.reviewed().diagnostics())
                .build();
    }

    private static Resource patched(Resource before, JsonNode patch, PatchResourceRequest request) {
        try {
            Resource after =
                    switch (request.getType()) {
                        case PATCH_TYPE_JSON -> ResourcePatch.json(before, patch);
                        case PATCH_TYPE_MERGE, PATCH_TYPE_UNSPECIFIED, UNRECOGNIZED ->
                                ResourcePatch.merge(before, patch);
                    };
            Resource.Builder based = after.toBuilder().clearStatus();
            String expected = request.getResourceVersion();
            based.getMetadataBuilder()
                    .setResourceVersion(
                            expected.isEmpty()
                                    ? before.getMetadata().getResourceVersion()
                                    : expected);
            return based.build();
        } catch (InvalidPatchException e) {
            throw new ProblemException(problem(e));
        }
    }

    private static Problem problem(InvalidPatchException refused) {
        return switch (refused.fault()) {
            case TEST_FAILED -> new ResourceProblem.PatchTestFailed(refused.path());
            case INVALID_RESULT ->
                    refused.diagnostics().isEmpty()
                            ? new ResourceProblem.InvalidPatch(String.valueOf(refused.getMessage()))
                            : new ResourceProblem.ManifestInvalid(refused.diagnostics(), 0);
            case MALFORMED, FORBIDDEN, NO_SUCH_PLACE, TOO_LARGE ->
                    new ResourceProblem.InvalidPatch(String.valueOf(refused.getMessage()));
        };
    }

    private static JsonNode read(PatchResourceRequest request) {
        try {
            JsonNode patch = JSON.readTree(request.getPatch().newInput());
            if (patch != null && !patch.isMissingNode()) {
                return patch;
            }
        } catch (IOException e) {
            throw new ProblemException(new ResourceProblem.InvalidPatch("it is no JSON"));
        }
        throw new ProblemException(new ResourceProblem.InvalidPatch("it is empty"));
    }
}
