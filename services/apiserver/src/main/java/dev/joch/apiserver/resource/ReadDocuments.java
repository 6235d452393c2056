package dev.joch.apiserver.resource;

import dev.joch.api.v1.Source;
import dev.joch.common.v1.Diagnostic;
import dev.joch.resource.kind.Kind;
import dev.joch.resource.kind.Kinds;
import dev.joch.resource.text.DecodeLimits;
import dev.joch.resource.text.DecodeReason;
import dev.joch.resource.text.Decoded;
import dev.joch.resource.text.DecodedDocument;
import dev.joch.resource.text.DocumentDecoder;
import dev.joch.resource.text.SourceMap;
import dev.joch.resource.text.Text;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.service.problem.ProblemException;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads the texts and the typed resources of a request. Pure. */
final class ReadDocuments {

    static final String DEFAULT_NAMESPACE = "default";

    private static final Set<String> TOO_MUCH =
            Set.of(DecodeReason.TOO_LARGE.name(), DecodeReason.TOO_MANY_DOCUMENTS.name());

    private final DecodeLimits limits;
    private final String namespace;
    private final List<Batch.Document> documents = new ArrayList<>();
    private final List<Diagnostic> diagnostics = new ArrayList<>();

    private ReadDocuments(DecodeLimits limits, String namespace) {
        this.limits = limits;
        this.namespace = namespace.isEmpty() ? DEFAULT_NAMESPACE : namespace;
    }

    /** Everything that was sent; refuses what is too large or nothing at all. */
    static Batch read(
            List<Source> sources, List<Resource> resources, String namespace, DecodeLimits limits) {
        ReadDocuments read = new ReadDocuments(limits, namespace);
        read.requireFit(sources, resources);
        int omitted = read.texts(sources);
        for (Resource resource : resources) {
            read.typed(resource);
        }
        if (read.documents.isEmpty() && read.diagnostics.isEmpty()) {
            throw new ProblemException(new ResourceProblem.NothingSent());
        }
        return new Batch(read.documents, read.diagnostics, omitted, read.namespace);
    }

    private void requireFit(List<Source> sources, List<Resource> resources) {
        long bytes = 0;
        for (Source source : sources) {
            bytes += source.getContent().size();
        }
        for (Resource resource : resources) {
            bytes += resource.getSerializedSize();
        }
        if (bytes > limits.bytes() || resources.size() > limits.documents()) {
            throw new ProblemException(new ResourceProblem.TooLarge(List.of()));
        }
    }

    private int texts(List<Source> sources) {
        if (sources.isEmpty()) {
            return 0;
        }
        List<Text> texts =
                sources.stream()
                        .map(source -> new Text(source.getName(), source.getContent()))
                        .toList();
        Decoded decoded = DocumentDecoder.decode(texts, limits);
        List<Diagnostic> tooMuch =
                decoded.diagnostics().stream()
                        .filter(found -> TOO_MUCH.contains(found.getReason()))
                        .filter(found -> found.getField().isEmpty())
                        .toList();
        if (!tooMuch.isEmpty()) {
            throw new ProblemException(new ResourceProblem.TooLarge(tooMuch));
        }
        diagnostics.addAll(decoded.diagnostics());
        for (DecodedDocument document : decoded.documents()) {
            Kinds.named(document.resource().getKind())
                    .ifPresent(kind ->
                            documents.add(
                                    new Batch.Document(
                                            documents.size(),
                                            document.source(),
                                            document.document(),
                                            kind,
                                            placed(document.resource(), kind),
                                            document.positions(),
                                            document.incomplete())));
        }
        return decoded.omitted();
    }

    private void typed(Resource resource) {
        int index = documents.size();
        if (index >= limits.documents()) {
            throw new ProblemException(new ResourceProblem.TooLarge(List.of()));
        }
        Kind kind = Kinds.named(resource.getKind()).orElse(null);
        if (kind == null) {
            String near =
                    Kinds.suggest(resource.getKind())
                            .map(word -> "did you mean " + word + "?")
                            .orElse("");
            wrong(index, DecodeReason.UNKNOWN_KIND, "kind", "there is no such kind", near);
            return;
        }
        boolean complete = true;
        String group = resource.getApiVersion();
        if (!group.isEmpty()
                && !group.equals(kind.apiVersion())
                && !group.equals(Kinds.ALIAS_API_VERSION)) {
            wrong(
                    index,
                    DecodeReason.GROUP_MISMATCH,
                    "apiVersion",
                    kind.kind() + " belongs to another group",
                    "write " + kind.apiVersion());
            complete = false;
        }
        Resource.Builder own = resource.toBuilder().setApiVersion(kind.apiVersion()).clearStatus();
        if (!kind.spec().matches(resource.getSpec())) {
            wrong(
                    index,
                    DecodeReason.WRONG_TYPE,
                    "spec",
                    "the spec is not one of a " + kind.kind(),
                    "pack a " + kind.spec().fullName());
            own.clearSpec();
            complete = false;
        }
        documents.add(
                new Batch.Document(
                        index,
                        "",
                        index,
                        kind,
                        placed(own.build(), kind),
                        SourceMap.empty(),
                        !complete));
    }

    private Resource placed(Resource resource, Kind kind) {
        if (!kind.namespaced() || !resource.getMetadata().getNamespace().isEmpty()) {
            return resource;
        }
        Resource.Builder placed = resource.toBuilder();
        placed.getMetadataBuilder().setNamespace(namespace);
        return placed.build();
    }

    private void wrong(int index, DecodeReason reason, String field, String message, String fix) {
        diagnostics.add(
                Diagnostic.newBuilder()
                        .setSeverity(Diagnostic.Severity.SEVERITY_ERROR)
                        .setReason(reason.name())
                        .setDocument(index)
                        .setField(field)
                        .setMessage(message)
                        .setFix(fix)
                        .build());
    }
}
