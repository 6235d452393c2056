package dev.joch.cli.manifest;

import dev.joch.admission.AdmissionConfig;
import dev.joch.admission.review.Review;
import dev.joch.admission.v1.Admitted;
import dev.joch.cli.json.JsonException;
import dev.joch.cli.json.JsonReader;
import dev.joch.cli.output.ErrorText;
import dev.joch.cli.output.Format;
import dev.joch.cli.output.YamlText;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.problem.Failure;
import dev.joch.cli.problem.FailureException;
import dev.joch.cli.problem.Finding;
import dev.joch.cli.session.Session;
import dev.joch.common.v1.Diagnostic;
import dev.joch.compiler.agent.CompileAgent;
import dev.joch.compiler.agent.Endpoints;
import dev.joch.compiler.agent.Outcome;
import dev.joch.resource.text.Decoded;
import dev.joch.resource.text.DecodedDocument;
import dev.joch.resource.text.ResourceJson;
import dev.joch.resource.v1alpha1.Resource;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Compiles the agents among manifests by the server's rules, as far as that goes without one. */
final class OfflineCompile {

    /** Nobody has counted the generations of documents. */
    private static final long FIRST = 1;

    private final Session session;
    private final Format format;
    private final CompileAgent core =
            new CompileAgent(Endpoints.standard(), AdmissionConfig.standard().defaultEnvironment());

    OfflineCompile(Session session, Format format) {
        this.session = session;
        this.format = format;
    }

    ExitCode print(List<ManifestText> texts, String environment) {
        Decoded decoded = OfflineReview.decode(texts);
        List<DecodedDocument> known = OfflineReview.known(decoded);
        Review review = new OfflineReview(session).reviewed(known);
        List<Diagnostic> further = new ArrayList<>(review.diagnostics());
        List<Resource> manifests = new ArrayList<>();
        // a document that cannot be read does not stand for what it was meant to be
        if (further.stream().noneMatch(OfflineCompile::isError) && !decoded.hasErrors()) {
            compile(review.admitted(), environment, further, manifests);
        }
        report(OfflineReview.together(decoded, known, further));
        if (manifests.isEmpty()) {
            throw new FailureException(
                    new Failure.Local(
                            "NO_AGENT",
                            "there is no agent among these manifests",
                            "name the file of an agent, and those of what it refers to",
                            ExitCode.USAGE));
        }
        show(manifests);
        return ExitCode.OK;
    }

    private void compile(
            List<Admitted> admitted,
            String environment,
            List<Diagnostic> findings,
            List<Resource> manifests) {
        List<Resource> records =
                admitted.stream().map(document -> first(document.getResource())).toList();
        DocumentShelf shelf = new DocumentShelf(records);
        for (int i = 0; i < records.size(); i++) {
            if (!records.get(i).getKind().equals("Agent")) {
                continue;
            }
            Outcome outcome = core.compile(records.get(i), environment, shelf);
            for (Diagnostic found : outcome.diagnostics()) {
                findings.add(found.toBuilder().setDocument(admitted.get(i).getDocument()).build());
            }
            if (outcome instanceof Outcome.Compiled compiled) {
                manifests.add(shown(compiled.manifest()));
            }
        }
    }

    private static Resource first(Resource resource) {
        Resource.Builder counted = resource.toBuilder();
        counted.getMetadataBuilder().setGeneration(FIRST);
        return counted.build();
    }

    /** Without a server there is no tenant. */
    private static Resource shown(Resource manifest) {
        Resource.Builder shown = manifest.toBuilder();
        shown.getMetadataBuilder().clearTenant();
        return shown.build();
    }

    private static boolean isError(Diagnostic found) {
        return found.getSeverity() != Diagnostic.Severity.SEVERITY_WARNING;
    }

    private void report(List<Diagnostic> diagnostics) {
        List<Finding> findings = diagnostics.stream().map(OfflineReview::finding).toList();
        long errors = findings.stream().filter(finding -> !finding.warning()).count();
        if (errors > 0) {
            throw new FailureException(
                    new Failure.Invalid(
                            "the agents do not compile: "
                                    + (errors == 1 ? "1 problem" : errors + " problems"),
                            findings));
        }
        findings.forEach(finding ->
                session.say(ErrorText.finding(finding, session.errorPaint()).stripTrailing()));
    }

    private void show(List<Resource> manifests) {
        List<@Nullable Object> trees = new ArrayList<>();
        manifests.forEach(manifest -> trees.add(tree(manifest)));
        if (!format.isTable() && !(format instanceof Format.Yaml)) {
            session.screen()
                    .out()
                    .append(
                            trees.size() == 1 && trees.getFirst() != null
                                    ? format.value(trees.getFirst())
                                    : format.list(trees, "", ""));
            return;
        }
        String separator = "";
        for (Object tree : trees) {
            session.screen().out().append(separator).append(YamlText.of(tree));
            separator = "---\n";
        }
    }

    private static @Nullable Object tree(Resource manifest) {
        try {
            return JsonReader.read(ResourceJson.write(manifest));
        } catch (JsonException e) {
            throw new IllegalStateException("what we write we can read", e);
        }
    }
}
