package dev.joch.compiler.service;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.compiler.CompilerProblem;
import dev.joch.compiler.store.ManifestStore;
import dev.joch.compiler.store.ManifestStore.Place;
import dev.joch.compiler.v1.GetManifestRequest;
import dev.joch.compiler.v1.ListManifestHistoryRequest;
import dev.joch.compiler.v1.ListManifestHistoryResponse;
import dev.joch.compiler.v1.ListManifestsRequest;
import dev.joch.compiler.v1.ListManifestsResponse;
import dev.joch.compiler.v1.Manifest;
import dev.joch.resource.v1alpha1.CompiledAgentManifestSpec;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** What was kept, by name and page by page. */
public final class ReadManifests {

    private static final int USUAL_PAGE = 100;
    private static final int LARGEST_PAGE = 1000;
    private static final String SEPARATOR = "\n";

    private final ManifestStore store;

    public ReadManifests(ManifestStore store) {
        this.store = store;
    }

    public Manifest get(GetManifestRequest request) {
        return store.get(
                        new ManifestStore.Wanted(
                                request.getTenant(),
                                request.getNamespace(),
                                request.getAgent(),
                                request.getGeneration(),
                                request.getEnvironment(),
                                request.getDigest()))
                .orElseThrow(() ->
                        new ProblemException(
                                new CompilerProblem.ManifestNotFound(
                                        request.getNamespace(), request.getAgent())));
    }

    public ListManifestsResponse list(ListManifestsRequest request) {
        int size = size(request.getPageSize());
        List<Manifest> found =
                store.list(
                        new ManifestStore.Query(
                                request.getTenant(),
                                request.getNamespacesList(),
                                request.getAgent(),
                                request.getEnvironment(),
                                place(request.getPageToken()),
                                size + 1));
        ListManifestsResponse.Builder page = ListManifestsResponse.newBuilder();
        page.addAllManifests(found.subList(0, Math.min(size, found.size())));
        if (found.size() > size) {
            page.setNextPageToken(token(found.get(size - 1)));
        }
        return page.build();
    }

    public ListManifestHistoryResponse history(ListManifestHistoryRequest request) {
        int size = size(request.getPageSize());
        int offset = offset(request.getPageToken());
        List<Manifest> found =
                store.history(
                        request.getTenant(),
                        request.getNamespace(),
                        request.getAgent(),
                        request.getEnvironment(),
                        offset,
                        size + 1);
        ListManifestHistoryResponse.Builder page = ListManifestHistoryResponse.newBuilder();
        page.addAllManifests(found.subList(0, Math.min(size, found.size())));
        if (found.size() > size) {
            page.setNextPageToken(encoded(String.valueOf(offset + size)));
        }
        return page.build();
    }

    private static int size(int asked) {
        if (asked < 0 || asked > LARGEST_PAGE) {
            throw new ProblemException(
                    new ServiceProblem.InvalidRequest(
                            "page_size", "a page has 1 to " + LARGEST_PAGE));
        }
        return asked == 0 ? USUAL_PAGE : asked;
    }

    private static String token(Manifest last) {
        try {
            CompiledAgentManifestSpec spec =
                    last.getResource().getSpec().unpack(CompiledAgentManifestSpec.class);
            return encoded(
                    String.join(
                            SEPARATOR,
                            spec.getAgent().getNamespace(),
                            spec.getAgent().getName(),
                            last.getEnvironment(),
                            String.valueOf(spec.getAgent().getGeneration())));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a manifest cannot be read", e);
        }
    }

    private static Place place(String token) {
        if (token.isEmpty()) {
            return Place.START;
        }
        String[] parts = decoded(token).split(SEPARATOR, -1);
        if (parts.length != 4) {
            throw new ProblemException(new CompilerProblem.InvalidPageToken());
        }
        return new Place(parts[0], parts[1], parts[2], number(parts[3]));
    }

    private static int offset(String token) {
        return token.isEmpty() ? 0 : (int) Math.min(Integer.MAX_VALUE, number(decoded(token)));
    }

    private static long number(String text) {
        try {
            return Math.max(0, Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw new ProblemException(new CompilerProblem.InvalidPageToken(), e);
        }
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(new CompilerProblem.InvalidPageToken(), e);
        }
    }
}
