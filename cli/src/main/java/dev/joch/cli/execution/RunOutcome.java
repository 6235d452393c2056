package dev.joch.cli.execution;

import dev.joch.cli.json.JsonWriter;
import dev.joch.cli.json.Tree;
import dev.joch.cli.output.SafeText;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.resource.WaitCondition;
import dev.joch.cli.session.Session;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/** How a run ended, for people. */
public final class RunOutcome {

    private RunOutcome() {}

    /** Whether nothing comes after this phase. */
    public static boolean ended(@Nullable Object execution) {
        return new WaitCondition.Ended().holds(execution);
    }

    /** Prints what it returned and what it cost. */
    public static void show(@Nullable Object execution, Session session) {
        Object output = Tree.at(execution, "status", "output");
        if (output != null) {
            session.screen().line(JsonWriter.pretty(output).stripTrailing());
        }
        for (Object artifact : Tree.list(Tree.at(execution, "status", "artifactRefs"))) {
            session.screen().line("artifact " + SafeText.line(String.valueOf(artifact)));
        }
        session.screen().out().flush();
        session.say(line(execution));
    }

    /** One line: phase, why, how long, how dear. */
    static String line(@Nullable Object execution) {
        String phase = Tree.text(execution, "status", "phase");
        String reason = Tree.text(execution, "status", "reason");
        String message = Tree.text(execution, "status", "message");
        StringBuilder line = new StringBuilder(phase);
        if (!reason.isEmpty() && !reason.equals(phase)) {
            line.append(" (").append(reason).append(')');
        }
        if (!message.isEmpty()) {
            line.append(": ").append(SafeText.line(message));
        }
        line.append(
                String.format(
                        Locale.ROOT,
                        "; %s ms, %s USD, %d model calls, %d tool calls",
                        number(execution, "durationMs"),
                        cost(execution),
                        Tree.number(execution, "status", "modelCalls"),
                        Tree.number(execution, "status", "toolCalls")));
        return line.toString();
    }

    private static String number(@Nullable Object execution, String field) {
        return String.valueOf(Tree.number(execution, "status", field));
    }

    private static String cost(@Nullable Object execution) {
        String cost = Tree.text(execution, "status", "costUsd");
        return cost.isEmpty() ? "0" : cost;
    }

    /** What the end of a run means for the process that waited for it. */
    public static ExitCode exit(@Nullable Object execution) {
        return switch (Tree.text(execution, "status", "phase")) {
            case "Succeeded" -> ExitCode.OK;
            case "Failed" ->
                    Tree.text(execution, "status", "reason").equals("PolicyDenied")
                            ? ExitCode.REJECTED
                            : ExitCode.RUN_FAILED;
            case "Cancelled" -> ExitCode.RUN_FAILED;
            default -> ExitCode.ERROR;
        };
    }
}
