package dev.joch.apiserver.testing;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;

import dev.joch.resource.field.FieldSelector;
import dev.joch.resource.field.LabelSelector;
import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.resourcestore.v1.Filter;
import dev.joch.resourcestore.v1.ListRequest;
import dev.joch.resourcestore.v1.ListResponse;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.RemoteProblem;

import io.grpc.Status;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/** What the fake store decides by. */
final class StoreRules {

    private StoreRules() {}

    static boolean matches(Filter filter, Resource resource) {
        ObjectMeta meta = resource.getMetadata();
        return (filter.getTenant().equals("*") || filter.getTenant().equals(meta.getTenant()))
                && (filter.getKindsCount() == 0
                        || filter.getKindsList().contains(resource.getKind()))
                && (filter.getNamespacesCount() == 0
                        || filter.getNamespacesList().contains(meta.getNamespace()))
                && LabelSelector.parse(filter.getLabelSelector()).test(resource)
                && FieldSelector.parse(filter.getFieldSelector()).test(resource);
    }

    /** Pages of one question, which the token names. */
    static ListResponse page(ListRequest request, List<Resource> stored, long revision) {
        List<Resource> all =
                stored.stream().filter(resource -> matches(request.getFilter(), resource)).toList();
        String question = "-of-" + Integer.toHexString(request.getFilter().hashCode());
        String token = request.getPageToken();
        if (!token.isEmpty() && !token.endsWith(question)) {
            throw refusal(Status.Code.INVALID_ARGUMENT, "INVALID_PAGE_TOKEN", "of another list");
        }
        int from = token.isEmpty() ? 0 : Integer.parseInt(token.substring(0, token.indexOf('-')));
        int size = request.getPageSize() == 0 ? 100 : request.getPageSize();
        int to = Math.min(all.size(), from + size);
        return ListResponse.newBuilder()
                .addAllResources(all.subList(from, to))
                .setNextPageToken(to < all.size() ? to + question : "")
                .setRevision(revision)
                .build();
    }

    static Timestamp createdAt(@Nullable Resource current) {
        return current == null
                ? Timestamp.newBuilder().setSeconds(System.currentTimeMillis() / 1_000).build()
                : current.getMetadata().getCreatedAt();
    }

    static void requireVersion(String given, @Nullable Resource current) {
        boolean fits =
                given.isEmpty()
                        || current != null
                                && current.getMetadata().getResourceVersion().equals(given);
        if (!fits) {
            throw refusal(Status.Code.ABORTED, "STALE_VERSION", "changed since it was read");
        }
    }

    static Resource userPart(Resource resource) {
        return Resource.newBuilder()
                .setSpec(resource.getSpec())
                .setMetadata(
                        ObjectMeta.newBuilder()
                                .putAllLabels(resource.getMetadata().getLabelsMap())
                                .putAllAnnotations(resource.getMetadata().getAnnotationsMap()))
                .build();
    }

    static ResourceKey keyOf(Resource resource) {
        return ResourceKey.newBuilder()
                .setTenant(resource.getMetadata().getTenant())
                .setKind(resource.getKind())
                .setNamespace(resource.getMetadata().getNamespace())
                .setName(resource.getMetadata().getName())
                .build();
    }

    static String text(ResourceKey key) {
        return String.join("/", key.getTenant(), key.getKind(), key.getNamespace(), key.getName());
    }

    static ProblemException notFound(String key) {
        return refusal(Status.Code.NOT_FOUND, "NOT_FOUND", key + " does not exist");
    }

    static ProblemException refusal(Status.Code code, String reason, String message) {
        return new ProblemException(
                new RemoteProblem(code, reason, message, Map.of(), List.<Message>of()));
    }
}
