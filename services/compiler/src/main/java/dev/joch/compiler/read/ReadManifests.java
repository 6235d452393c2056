package dev.joch.compiler.read;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.compiler.CompilerProblem;
import dev.joch.compiler.store.AgentKey;
import dev.joch.compiler.store.ManifestStore;
import dev.joch.compiler.store.ManifestStore.Before;
import dev.joch.compiler.store.ManifestStore.Position;
import dev.joch.compiler.store.ManifestStore.Selection;
import dev.joch.compiler.store.Times;
import dev.joch.compiler.v1.GetManifestRequest;
import dev.joch.compiler.v1.GetManifestResponse;
import dev.joch.compiler.v1.ListManifestHistoryRequest;
import dev.joch.compiler.v1.ListManifestHistoryResponse;
import dev.joch.compiler.v1.ListManifestsRequest;
import dev.joch.compiler.v1.ListManifestsResponse;
import dev.joch.compiler.v1.Manifest;
import dev.joch.resource.v1alpha1.CompiledAgentManifestSpec;
import dev.joch.service.page.PageToken;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Manifests that were kept, those of deleted agents too. */
public final class ReadManifests {

    private static final int DEFAULT_PAGE = 100;
    private static final int MOST_PER_PAGE = 1_000;

    /** A message carries at most 64 MB, and other things besides. */
    private static final long MOST_BYTES = 8L * 1024 * 1024;

    private final ManifestStore store;

    public ReadManifests(ManifestStore store) {
        this.store = store;
    }

    public GetManifestResponse get(GetManifestRequest request) {
        require(request.getNamespace(), "namespace");
        require(request.getAgent(), "agent");
        AgentKey agent =
                new AgentKey(request.getTenant(), request.getNamespace(), request.getAgent());
        Optional<Manifest> found =
                request.getDigest().isEmpty()
                        ? store.newest(agent, request.getGeneration(), request.getEnvironment())
                        : store.byDigest(agent, request.getDigest());
        return GetManifestResponse.newBuilder()
                .setManifest(
                        found.orElseThrow(() ->
                                new ProblemException(
                                        new CompilerProblem.ManifestNotFound(
                                                agent.namespace() + "/" + agent.name()))))
                .build();
    }

    public ListManifestsResponse list(ListManifestsRequest request) {
        int size = size(request.getPageSize());
        Selection selection =
                new Selection(
                        request.getTenant(),
                        Set.copyOf(request.getNamespacesList()),
                        request.getAgent(),
                        request.getEnvironment());
        List<?> question =
                List.of(
                        selection.tenant(),
                        selection.namespaces(),
                        selection.agent(),
                        selection.environment());
        Optional<Position> after =
                token(request.getPageToken(), question, 3)
                        .map(token ->
                                new Position(
                                        token.names().get(0),
                                        token.names().get(1),
                                        token.number(),
                                        token.names().get(2)));
        List<Manifest> found = store.list(selection, after, size + 1);
        int shown = shown(found, size);
        ListManifestsResponse.Builder answer =
                ListManifestsResponse.newBuilder().addAllManifests(found.subList(0, shown));
        if (shown < found.size()) {
            Manifest last = found.get(shown - 1);
            var agent = spec(last).getAgent();
            answer.setNextPageToken(
                    new PageToken(
                                    agent.getGeneration(),
                                    List.of(
                                            last.getResource().getMetadata().getNamespace(),
                                            agent.getName(),
                                            last.getEnvironment()))
                            .encode(question));
        }
        return answer.build();
    }

    public ListManifestHistoryResponse history(ListManifestHistoryRequest request) {
        require(request.getNamespace(), "namespace");
        require(request.getAgent(), "agent");
        int size = size(request.getPageSize());
        AgentKey agent =
                new AgentKey(request.getTenant(), request.getNamespace(), request.getAgent());
        String environment =
                request.getEnvironment().isEmpty()
                        ? store.newest(agent, 0, "").map(Manifest::getEnvironment).orElse("")
                        : request.getEnvironment();
        List<?> question = List.of(agent, environment);
        Optional<Before> before =
                token(request.getPageToken(), question, 1)
                        .map(token ->
                                new Before(
                                        Times.instant(token.number()), token.names().getFirst()));
        List<Manifest> found = store.history(agent, environment, before, size + 1);
        int shown = shown(found, size);
        ListManifestHistoryResponse.Builder answer =
                ListManifestHistoryResponse.newBuilder().addAllManifests(found.subList(0, shown));
        if (shown < found.size()) {
            Manifest last = found.get(shown - 1);
            long time = Times.micros(Times.instant(last.getCreatedAt()));
            answer.setNextPageToken(
                    new PageToken(time, List.of(last.getDigest())).encode(question));
        }
        return answer.build();
    }

    /** How many fit on the page; at least one, however large. */
    private static int shown(List<Manifest> found, int size) {
        int shown = 0;
        long bytes = 0;
        while (shown < Math.min(size, found.size())) {
            bytes += found.get(shown).getSerializedSize();
            if (shown > 0 && bytes > MOST_BYTES) {
                break;
            }
            shown++;
        }
        return shown;
    }

    private static CompiledAgentManifestSpec spec(Manifest manifest) {
        try {
            return manifest.getResource().getSpec().unpack(CompiledAgentManifestSpec.class);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a kept manifest cannot be read", e);
        }
    }

    private static Optional<PageToken> token(String token, List<?> question, int names) {
        return token.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        PageToken.decode(
                                token, question, names, CompilerProblem.InvalidPageToken::new));
    }

    private static int size(int asked) {
        if (asked < 0 || asked > MOST_PER_PAGE) {
            throw new ProblemException(
                    new ServiceProblem.InvalidRequest(
                            "page_size", "at most " + MOST_PER_PAGE + " are listed at once"));
        }
        return asked == 0 ? DEFAULT_PAGE : asked;
    }

    private static void require(String value, String field) {
        if (value.isEmpty()) {
            throw new ProblemException(new ServiceProblem.InvalidRequest(field, "name one"));
        }
    }
}
