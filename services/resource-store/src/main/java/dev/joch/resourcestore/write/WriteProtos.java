package dev.joch.resourcestore.write;

import com.google.common.hash.Hashing;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;

import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.resourcestore.ResourceStoreProblem;
import dev.joch.resourcestore.catalogue.Key;
import dev.joch.resourcestore.rules.WriteCommand;
import dev.joch.resourcestore.rules.WriteCommand.Expectation;
import dev.joch.resourcestore.rules.WriteCommand.Mode;
import dev.joch.resourcestore.rules.WriteCommand.Propagation;
import dev.joch.resourcestore.rules.WriteCommand.Step;
import dev.joch.resourcestore.v1.Delete;
import dev.joch.resourcestore.v1.Mutation;
import dev.joch.resourcestore.v1.Precondition;
import dev.joch.resourcestore.v1.Put;
import dev.joch.resourcestore.v1.WriteRequest;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;
import dev.joch.service.telemetry.TraceParent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The request as a command. Tenants are filled in, and refused where they are not the request's.
 */
final class WriteProtos {

    private final String tenant;

    private WriteProtos(String tenant) {
        this.tenant = tenant;
    }

    static WriteCommand command(WriteRequest request) {
        WriteLimits.check(request);
        WriteProtos protos = new WriteProtos(request.getTenant());
        List<Step> steps = new ArrayList<>(request.getMutationsCount());
        for (int i = 0; i < request.getMutationsCount(); i++) {
            steps.add(protos.step(request.getMutations(i), "mutations[" + i + "]"));
        }
        List<Expectation> expectations = new ArrayList<>(request.getPreconditionsCount());
        for (int i = 0; i < request.getPreconditionsCount(); i++) {
            expectations.add(
                    protos.expectation(request.getPreconditions(i), "preconditions[" + i + "]"));
        }
        return new WriteCommand(
                request.getTenant(),
                steps,
                expectations,
                request.getRequestId(),
                request.getRequestId().isEmpty() ? ByteString.EMPTY : digest(request),
                request.getValidateOnly(),
                TraceParent.current());
    }

    private Step step(Mutation mutation, String at) {
        return switch (mutation.getMutationCase()) {
            case PUT -> put(mutation.getPut(), at + ".put");
            case PUT_STATUS ->
                    new Step.PutStatus(
                            key(mutation.getPutStatus().getKey(), at + ".put_status.key"),
                            mutation.getPutStatus().hasStatus()
                                    ? mutation.getPutStatus().getStatus()
                                    : null,
                            mutation.getPutStatus().getResourceVersion(),
                            mutation.getPutStatus().getUid());
            case DELETE -> delete(mutation.getDelete(), at + ".delete");
            case MUTATION_NOT_SET -> throw refused(at, "say put, put_status or delete");
        };
    }

    private Step put(Put put, String at) {
        Resource resource = put.getResource();
        requireTenant(resource.getMetadata().getTenant(), at + ".resource.metadata.tenant");
        Key key =
                new Key(
                        tenant,
                        resource.getKind(),
                        resource.getMetadata().getNamespace(),
                        resource.getMetadata().getName());
        WriteLimits.check(key, at + ".resource");
        WriteLimits.check(resource, at + ".resource");
        List<Key> references = new ArrayList<>(put.getReferencesCount());
        for (int i = 0; i < put.getReferencesCount(); i++) {
            references.add(key(put.getReferences(i), at + ".references[" + i + "]"));
        }
        return new Step.Put(key, resource, mode(put, at), references);
    }

    private static Mode mode(Put put, String at) {
        return switch (put.getMode()) {
            case MODE_UNSPECIFIED -> Mode.CREATE_OR_UPDATE;
            case MODE_CREATE -> Mode.CREATE;
            case MODE_UPDATE -> Mode.UPDATE;
            case UNRECOGNIZED -> throw refused(at + ".mode", "is not known");
        };
    }

    private Step delete(Delete delete, String at) {
        Propagation propagation =
                switch (delete.getPropagation()) {
                    case PROPAGATION_UNSPECIFIED -> Propagation.REFUSE;
                    case PROPAGATION_CASCADE -> Propagation.CASCADE;
                    case PROPAGATION_ORPHAN -> Propagation.ORPHAN;
                    case UNRECOGNIZED -> throw refused(at + ".propagation", "is not known");
                };
        return new Step.Delete(
                key(delete.getKey(), at + ".key"),
                delete.getResourceVersion(),
                delete.getUid(),
                propagation);
    }

    private Expectation expectation(Precondition precondition, String at) {
        Key key = key(precondition.getKey(), at + ".key");
        return switch (precondition.getExpectation()) {
            case EXPECTATION_EXISTS ->
                    new Expectation.Exists(
                            key, precondition.getUid(), precondition.getResourceVersion());
            case EXPECTATION_ABSENT -> new Expectation.Absent(key);
            case EXPECTATION_UNSPECIFIED, UNRECOGNIZED ->
                    throw refused(at + ".expectation", "say exists or absent");
        };
    }

    private Key key(ResourceKey key, String at) {
        requireTenant(key.getTenant(), at + ".tenant");
        Key named = new Key(tenant, key.getKind(), key.getNamespace(), key.getName());
        WriteLimits.check(named, at);
        return named;
    }

    private void requireTenant(String given, String at) {
        if (!given.isEmpty() && !given.equals(tenant)) {
            throw new ProblemException(new ResourceStoreProblem.TenantMismatch(at));
        }
    }

    /**
     * Of the content, not of the bytes as sent: a client may order a map otherwise when it repeats
     * itself. What admission added is left out: the catalogue may have moved on between a request
     * and its honest repetition, and with it what the same words rely on.
     */
    private static ByteString digest(WriteRequest sent) {
        WriteRequest.Builder content = sent.toBuilder().clearPreconditions();
        content.getMutationsBuilderList().stream()
                .filter(Mutation.Builder::hasPut)
                .forEach(mutation -> mutation.getPutBuilder().clearReferences());
        WriteRequest request = content.build();
        byte[] bytes = new byte[request.getSerializedSize()];
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.useDeterministicSerialization();
        try {
            request.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("an array of the right size took no message", e);
        }
        return ByteString.copyFrom(Hashing.sha256().hashBytes(bytes).asBytes());
    }

    private static ProblemException refused(String field, String rule) {
        return new ProblemException(new ServiceProblem.InvalidRequest(field, rule));
    }
}
