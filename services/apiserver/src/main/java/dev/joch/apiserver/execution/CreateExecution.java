package dev.joch.apiserver.execution;

import com.google.protobuf.Any;

import dev.joch.api.v1.CreateExecutionRequest;
import dev.joch.api.v1.CreateExecutionResponse;
import dev.joch.apiserver.access.Verb;
import dev.joch.apiserver.resource.CreateResource;
import dev.joch.apiserver.resource.Records;
import dev.joch.apiserver.resource.Rights;
import dev.joch.apiserver.resource.Words;
import dev.joch.common.v1.Caller;
import dev.joch.resource.kind.Kinds;
import dev.joch.resource.v1alpha1.ExecutionSpec;
import dev.joch.resource.v1alpha1.ExecutionTrigger;
import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.List;

/** Starts a run: committed first, then handed to the scheduler. */
public final class CreateExecution {

    private final Rights rights;
    private final Records records;
    private final CreateResource create;
    private final TellScheduler scheduler;
    private final ExecutionNames names;

    CreateExecution(
            Rights rights,
            Records records,
            CreateResource create,
            TellScheduler scheduler,
            ExecutionNames names) {
        this.rights = rights;
        this.records = records;
        this.create = create;
        this.scheduler = scheduler;
        this.names = names;
    }

    public CreateExecutionResponse run(Caller caller, CreateExecutionRequest request) {
        String name =
                request.getName().isEmpty()
                        ? names.next(caller, request.getNamespace(), request.getRequestId())
                        : request.getName();
        ResourceKey key = ExecutionKeys.key(caller, request.getNamespace(), name);
        return records.change(
                caller,
                Verb.RUN,
                List.of(Words.text(key)),
                request,
                () -> rights.check(caller, Verb.RUN, key),
                says -> {
                    Resource stored =
                            create.create(
                                    caller, resource(key, request), request.getRequestId(), says);
                    return CreateExecutionResponse.newBuilder()
                            .setExecution(scheduler.submit(stored))
                            .build();
                });
    }

    private static Resource resource(ResourceKey key, CreateExecutionRequest request) {
        ExecutionSpec.Builder spec = request.getSpec().toBuilder();
        if (spec.getTrigger().getType().isEmpty()) {
            spec.setTrigger(
                    ExecutionTrigger.newBuilder(spec.getTrigger()).setType("manual").build());
        }
        return Resource.newBuilder()
                .setApiVersion(Kinds.kind(ExecutionKeys.KIND).apiVersion())
                .setKind(ExecutionKeys.KIND)
                .setMetadata(
                        ObjectMeta.newBuilder()
                                .setTenant(key.getTenant())
                                .setNamespace(key.getNamespace())
                                .setName(key.getName())
                                .putAllLabels(request.getLabelsMap()))
                .setSpec(Any.pack(spec.build()))
                .build();
    }
}
