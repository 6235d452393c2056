package dev.joch.cli.manifest;

import dev.joch.cli.output.ErrorText;
import dev.joch.cli.output.Format;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.problem.Failure;
import dev.joch.cli.problem.FailureException;
import dev.joch.cli.problem.Finding;
import dev.joch.cli.session.Session;

import java.util.List;
import java.util.Map;

/** Says how a review went: findings to standard error, the verdict to standard output. */
final class ReviewReport {
    private final Session session;
    private final Format format;

    ReviewReport(Session session, Format format) {
        this.session = session;
        this.format = format;
    }

    ExitCode print(List<Finding> findings, List<String> lines, int texts) {
        long errors = findings.stream().filter(finding -> !finding.warning()).count();
        if (errors > 0) {
            String count = errors == 1 ? "1 problem" : errors + " problems";
            throw new FailureException(
                    new Failure.Invalid("the manifests are not valid: " + count, findings));
        }
        for (Finding finding : findings) {
            session.say(ErrorText.finding(finding, session.errorPaint()).stripTrailing());
        }
        if (!format.isTable() && !(format instanceof Format.Name)) {
            Map<String, Object> verdict = new java.util.LinkedHashMap<>();
            verdict.put("valid", true);
            verdict.put("diagnostics", findings.stream().map(Finding::json).toList());
            session.screen().out().append(format.value(verdict));
            return ExitCode.OK;
        }
        lines.forEach(session.screen()::line);
        if (lines.isEmpty()) {
            session.screen().line("valid");
        }
        session.say(texts == 1 ? "1 file is valid." : texts + " files are valid.");
        return ExitCode.OK;
    }
}
