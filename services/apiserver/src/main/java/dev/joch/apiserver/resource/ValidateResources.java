package dev.joch.apiserver.resource;

import dev.joch.api.v1.ValidateResourcesRequest;
import dev.joch.api.v1.ValidateResourcesResponse;
import dev.joch.apiserver.access.Verb;
import dev.joch.common.v1.Caller;
import dev.joch.resource.text.DecodeLimits;

import java.util.List;

/** Says what apply would say, without the right to write. */
public final class ValidateResources {

    private static final List<String> RECORDED_AS = List.of("ResourceService/ValidateResources");

    private final Rights rights;
    private final Records records;
    private final ReviewBatch review;

    ValidateResources(Rights rights, Records records, ReviewBatch review) {
        this.rights = rights;
        this.records = records;
        this.review = review;
    }

    public ValidateResourcesResponse run(Caller caller, ValidateResourcesRequest request) {
        return records.read(
                caller,
                Verb.VALIDATE,
                RECORDED_AS,
                says -> {
                    Batch batch =
                            ReadDocuments.read(
                                    request.getSourcesList(),
                                    request.getResourcesList(),
                                    request.getNamespace(),
                                    DecodeLimits.standard());
                    says.grants(rights.check(caller, Verb.VALIDATE, batch));
                    Reviewed reviewed = review.review(caller.getTenant(), batch);
                    return ValidateResourcesResponse.newBuilder()
                            .setValid(!reviewed.hasErrors())
                            .addAllDiagnostics(reviewed.diagnostics())
                            .build();
                });
    }
}
