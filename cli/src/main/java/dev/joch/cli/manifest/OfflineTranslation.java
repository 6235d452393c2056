package dev.joch.cli.manifest;

import dev.joch.cli.output.ErrorText;
import dev.joch.cli.output.Format;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.problem.Failure;
import dev.joch.cli.problem.FailureException;
import dev.joch.cli.problem.Finding;
import dev.joch.cli.session.Session;
import dev.joch.common.v1.Diagnostic;
import dev.joch.policy.export.Refusal;
import dev.joch.policy.export.Target;
import dev.joch.policy.export.Translation;
import dev.joch.policy.rule.CompiledPolicy;
import dev.joch.resource.text.Decoded;
import dev.joch.resource.text.DecodedDocument;
import dev.joch.resource.v1alpha1.Resource;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Translates the policies among manifests that the server would take. */
final class OfflineTranslation {

    /** One policy in the other language. */
    private record Translated(String name, String text) {}

    private final Session session;
    private final Format format;

    OfflineTranslation(Session session, Format format) {
        this.session = session;
        this.format = format;
    }

    ExitCode print(List<ManifestText> texts, Target target) {
        Decoded decoded = OfflineReview.decode(texts);
        List<DecodedDocument> known = OfflineReview.known(decoded);
        List<Diagnostic> further =
                new ArrayList<>(new OfflineReview(session).reviewed(known).diagnostics());
        List<Translated> translated = new ArrayList<>();
        // a policy that does not compile cannot be translated either
        if (!decoded.hasErrors() && further.stream().noneMatch(OfflineTranslation::isError)) {
            translate(known, target, further, translated);
        }
        report(OfflineReview.together(decoded, known, further), target);
        if (translated.isEmpty()) {
            throw new FailureException(
                    new Failure.Local(
                            "NO_POLICY",
                            "there is no policy among these manifests",
                            "name the file of a policy",
                            ExitCode.USAGE));
        }
        show(translated, target);
        return ExitCode.OK;
    }

    private static void translate(
            List<DecodedDocument> known,
            Target target,
            List<Diagnostic> findings,
            List<Translated> translated) {
        for (int i = 0; i < known.size(); i++) {
            Resource resource = known.get(i).resource();
            if (!resource.getKind().equals("Policy")) {
                continue;
            }
            Translation translation = target.translate(CompiledPolicy.compile(first(resource)));
            for (Refusal refusal : translation.refusals()) {
                findings.add(
                        Diagnostic.newBuilder()
                                .setSeverity(Diagnostic.Severity.SEVERITY_ERROR)
                                .setReason("POLICY_UNTRANSLATABLE")
                                .setDocument(i)
                                .setResource("Policy/" + resource.getMetadata().getName())
                                .setField(refusal.field())
                                .setMessage(refusal.message())
                                .setFix(refusal.fix())
                                .build());
            }
            translated.add(new Translated(resource.getMetadata().getName(), translation.text()));
        }
    }

    /** Nobody has counted the generations of documents. */
    private static Resource first(Resource resource) {
        Resource.Builder counted = resource.toBuilder();
        counted.getMetadataBuilder().setGeneration(1);
        return counted.build();
    }

    private void report(List<Diagnostic> diagnostics, Target target) {
        List<Finding> findings = diagnostics.stream().map(OfflineReview::finding).toList();
        long errors = findings.stream().filter(finding -> !finding.warning()).count();
        if (errors > 0) {
            throw new FailureException(
                    new Failure.Invalid(
                            "the policies cannot be translated to "
                                    + target.word()
                                    + ": "
                                    + (errors == 1 ? "1 problem" : errors + " problems"),
                            findings));
        }
        findings.forEach(finding ->
                session.say(ErrorText.finding(finding, session.errorPaint()).stripTrailing()));
    }

    private void show(List<Translated> translated, Target target) {
        if (!format.isTable()) {
            List<@Nullable Object> policies = new ArrayList<>();
            for (Translated one : translated) {
                Map<String, Object> policy = new LinkedHashMap<>();
                policy.put("name", one.name());
                policy.put("language", target.word());
                policy.put("text", one.text());
                policies.add(policy);
            }
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("policies", policies);
            session.screen().out().append(format.value(all));
            return;
        }
        if (target == Target.REGO && translated.size() > 1) {
            throw new FailureException(
                    new Failure.Local(
                            "TOO_MANY_POLICIES",
                            "there are "
                                    + translated.size()
                                    + " policies, and a file of Rego has one package",
                            "name the file of one policy, or use -o json",
                            ExitCode.USAGE));
        }
        String separator = "";
        for (Translated one : translated) {
            session.screen().out().append(separator).append(one.text());
            separator = "\n";
        }
    }

    private static boolean isError(Diagnostic found) {
        return found.getSeverity() != Diagnostic.Severity.SEVERITY_WARNING;
    }
}
