package dev.joch.cli.manifest;

import dev.joch.cli.output.Format;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.problem.Finding;
import dev.joch.cli.session.Session;
import dev.joch.common.v1.Diagnostic;
import dev.joch.resource.text.DecodeLimits;
import dev.joch.resource.text.Decoded;
import dev.joch.resource.text.DecodedDocument;
import dev.joch.resource.text.DocumentDecoder;
import dev.joch.resource.text.Text;

import java.util.List;
import java.util.Locale;

/** Reviews manifests as the server would, as far as that goes without one. */
final class OfflineReview {
    private final Session session;

    OfflineReview(Session session) {
        this.session = session;
    }

    ExitCode report(List<ManifestText> texts, String note, Format format) {
        Decoded decoded = decode(texts);
        List<Finding> findings =
                decoded.diagnostics().stream().map(OfflineReview::finding).toList();
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
