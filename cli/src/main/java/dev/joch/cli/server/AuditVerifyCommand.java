package dev.joch.cli.server;

import dev.joch.cli.api.Query;
import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Option;
import dev.joch.cli.command.Page;
import dev.joch.cli.json.Tree;
import dev.joch.cli.output.Format;
import dev.joch.cli.output.SafeText;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.problem.Failure;
import dev.joch.cli.problem.FailureException;
import dev.joch.cli.session.Session;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** {@code joch audit verify}. */
public final class AuditVerifyCommand implements Command {

    @Override
    public Page page() {
        return Page.of("audit verify", "Check that the audit log is complete and unchanged")
                .description(
                        """
                        Walks the chain of hashes and names every record that was changed, removed or moved.
                        Keep the head it prints somewhere else: --head compares it, and a cut end shows.\
                        """)
                .options(
                        Option.value("--from", "SEQUENCE", "begin at this record"),
                        Option.value("--head", "SEQUENCE:HASH", "a head that was printed before"))
                .example("joch audit verify", "check the whole chain")
                .example("joch audit verify -o json", "for a program")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        arguments.noWords();
        Format format = Format.parse(session.settings().output());
        Object answer =
                session.client()
                        .read(
                                Query.at("audit", "verify")
                                        .with("fromSequence", arguments.value("--from", "")));
        List<@Nullable Object> faults = Tree.list(Tree.at(answer, "faults"));
        boolean intact = "true".equals(Tree.text(answer, "intact")) && faults.isEmpty();
        if (!format.isTable()) {
            session.screen().out().append(format.value(answer));
        } else {
            print(answer, faults, session);
        }
        arguments.value("--head").ifPresent(head -> compare(head, answer));
        if (!intact) {
            throw new FailureException(
                    new Failure.Local(
                            "AUDIT_LOG_BROKEN",
                            "the audit log is not what it was",
                            "keep a copy of the database and find out who could write to it",
                            ExitCode.REJECTED));
        }
        return ExitCode.OK;
    }

    private static void print(Object answer, List<@Nullable Object> faults, Session session) {
        String head = Tree.number(answer, "headSequence") + ":" + Tree.text(answer, "headHash");
        session.screen().line("verified  " + Tree.number(answer, "verified") + " records");
        session.screen().line("head      " + SafeText.line(head));
        for (Object fault : faults) {
            session.screen()
                    .line(
                            SafeText.line(
                                    "fault     "
                                            + Tree.text(fault, "sequence")
                                            + "  "
                                            + Tree.text(fault, "fault")
                                            + "  "
                                            + Tree.text(fault, "detail")));
        }
    }

    /**
     * A log that is shorter than it was, or has another record in that place, was tampered with.
     */
    private static void compare(String head, Object answer) {
        int colon = head.indexOf(':');
        long sequence =
                colon > 0 && head.substring(0, colon).matches("[0-9]{1,18}")
                        ? Long.parseLong(head.substring(0, colon))
                        : -1;
        if (sequence < 0) {
            throw FailureException.usage(
                    "--head takes SEQUENCE:HASH", "as joch audit verify prints it");
        }
        long now = Tree.number(answer, "headSequence");
        boolean changed =
                now == sequence && !head.substring(colon + 1).equals(Tree.text(answer, "headHash"));
        if (now < sequence || changed) {
            throw new FailureException(
                    new Failure.Local(
                            "AUDIT_LOG_BROKEN",
                            "the audit log ends at "
                                    + now
                                    + " and does not hold the head that was kept",
                            "its end was cut or replaced: keep a copy of the database",
                            ExitCode.REJECTED));
        }
    }
}
