package dev.joch.cli.manifest;

import dev.joch.admission.AdmissionConfig;
import dev.joch.admission.preflight.EnvironmentPreflight;
import dev.joch.admission.review.Review;
import dev.joch.admission.review.ReviewBatch;
import dev.joch.admission.v1.ReviewDocument;
import dev.joch.catalogue.Catalogue;
import dev.joch.cli.output.Format;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.problem.Finding;
import dev.joch.cli.session.Session;
import dev.joch.common.v1.Diagnostic;
import dev.joch.resource.kind.Kinds;
import dev.joch.resource.text.DecodeLimits;
import dev.joch.resource.text.Decoded;
import dev.joch.resource.text.DecodedDocument;
import dev.joch.resource.text.DocumentDecoder;
import dev.joch.resource.text.SourceMap;
import dev.joch.resource.text.Text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reviews manifests as the server would, by the same rules, as far as that goes without one: a
 * reference to something that is not among the manifests may exist on the server and is no error
 * here.
 */
final class OfflineReview {
    private static final String TENANT = "default";

    private final Session session;

    OfflineReview(Session session) {
        this.session = session;
    }

    ExitCode report(List<ManifestText> texts, String note, Format format) {
        Decoded decoded = decode(texts);
        List<Finding> findings = findings(decoded).stream().map(OfflineReview::finding).toList();
        List<String> lines =
                decoded.documents().stream()
                        .map(document -> name(document) + " valid" + note)
                        .toList();
        return new ReviewReport(session, format).print(findings, lines, texts.size());
    }

    static Decoded decode(List<ManifestText> texts) {
        List<Text> sources =
                texts.stream().map(text -> Text.of(text.name(), text.content())).toList();
        return DocumentDecoder.decode(sources, DecodeLimits.standard());
    }

    /** What the decoder found, and what admission adds, each once and in the order of the texts. */
    private List<Diagnostic> findings(Decoded decoded) {
        List<DecodedDocument> known = known(decoded);
        return together(decoded, known, reviewed(known).diagnostics());
    }

    static List<DecodedDocument> known(Decoded decoded) {
        return decoded.documents().stream()
                .filter(document -> Kinds.named(document.resource().getKind()).isPresent())
                .toList();
    }

    /**
     * What was found while reading and what else was found, each once and in the order of the
     * texts.
     *
     * @param further about the documents by their number in the list
     */
    static List<Diagnostic> together(
            Decoded decoded, List<DecodedDocument> known, List<Diagnostic> further) {
        List<Diagnostic> all = new ArrayList<>(decoded.diagnostics());
        Set<String> said = new HashSet<>();
        all.forEach(diagnostic -> said.add(subject(diagnostic)));
        for (Diagnostic diagnostic : further) {
            Diagnostic placed = placed(diagnostic, known);
            if (said.add(subject(placed))) {
                all.add(placed);
            }
        }
        List<String> order =
                decoded.documents().stream().map(DecodedDocument::source).distinct().toList();
        all.sort(
                Comparator.<Diagnostic>comparingInt(found -> order.indexOf(found.getSource()))
                        .thenComparingInt(Diagnostic::getLine)
                        .thenComparingInt(Diagnostic::getColumn));
        return all;
    }

    Review reviewed(List<DecodedDocument> documents) {
        List<ReviewDocument> request = new ArrayList<>();
        for (DecodedDocument document : documents) {
            request.add(
                    ReviewDocument.newBuilder()
                            .setDocument(request.size())
                            .setResource(document.resource())
                            .setIncomplete(document.incomplete())
                            .build());
        }
        return new ReviewBatch(
                        AdmissionConfig.standard(), Catalogue.offline(), new EnvironmentPreflight())
                .review(TENANT, session.settings().namespace(), request);
    }

    private static Diagnostic placed(Diagnostic diagnostic, List<DecodedDocument> documents) {
        DecodedDocument document = documents.get(diagnostic.getDocument());
        SourceMap.Position position = document.positions().find(diagnostic.getField());
        return diagnostic.toBuilder()
                .setSource(document.source())
                .setDocument(document.document())
                .setLine(position.line())
                .setColumn(position.column())
                .build();
    }

    private static String subject(Diagnostic found) {
        return String.join(
                "\n",
                found.getSource(),
                Integer.toString(found.getDocument()),
                found.getField(),
                found.getReason(),
                found.getField().isEmpty() ? found.getMessage() : "");
    }

    private static String name(DecodedDocument document) {
        return document.resource().getKind().toLowerCase(Locale.ROOT)
                + "/"
                + document.resource().getMetadata().getName();
    }

    static Finding finding(Diagnostic diagnostic) {
        return new Finding(
                diagnostic.getSeverity() == Diagnostic.Severity.SEVERITY_WARNING,
                diagnostic.getReason(),
                diagnostic.getSource(),
                diagnostic.getLine(),
                diagnostic.getColumn(),
                diagnostic.getResource(),
                diagnostic.getField(),
                diagnostic.getMessage(),
                diagnostic.getFix());
    }
}
