package dev.joch.cli.api;

import dev.joch.cli.http.Answer;
import dev.joch.cli.json.JsonException;
import dev.joch.cli.json.JsonReader;
import dev.joch.cli.json.Tree;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.problem.Failure;
import dev.joch.cli.problem.Finding;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/** Reads an answer that says no. */
final class Refusal {

    private Refusal() {}

    static Failure of(Answer answer) {
        Object body = tree(answer);
        String reason = reason(body, answer.status());
        return new Failure.Refused(
                answer.status(),
                reason,
                message(body, answer),
                fix(body, answer, reason),
                findings(body),
                requestId(body, answer));
    }

    private static @Nullable Object tree(Answer answer) {
        try {
            return JsonReader.read(answer.text());
        } catch (JsonException e) {
            return null;
        }
    }

    private static String message(@Nullable Object body, Answer answer) {
        return Tree.textIn(body, "detail")
                .or(() -> Tree.textIn(body, "error", "message"))
                .or(() -> Tree.textIn(body, "title"))
                .orElse("the server answered with status " + answer.status());
    }

    /**
     * The stable word, wherever it stands: as a member, in the type's address, or as the documented
     * code.
     */
    private static String reason(@Nullable Object body, int status) {
        String type = Tree.text(body, "type");
        String last = type.substring(type.lastIndexOf('/') + 1);
        last = last.substring(last.lastIndexOf('#') + 1);
        String ofType = last.matches("[A-Z][A-Z0-9_]+") ? last : "";
        String code = Tree.text(body, "error", "code");
        return Tree.textIn(body, "reason")
                .orElse(
                        !ofType.isEmpty()
                                ? ofType
                                : !code.isEmpty() ? upperSnake(code) : "HTTP_" + status);
    }

    private static String upperSnake(String camelCase) {
        return camelCase.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
    }

    private static String fix(@Nullable Object body, Answer answer, String reason) {
        String given = Tree.text(body, "fix");
        if (!given.isEmpty()) {
            return given;
        }
        return switch (reason) {
            case "REFERENCED" ->
                    "--cascade cascade deletes those too, --cascade orphan leaves them dangling; --dry-run shows what would go";
            case "STALE_VERSION" ->
                    "joch get -o yaml shows what is there now; a manifest without metadata.resourceVersion replaces it whatever it is";
            default -> byExit(body, answer, reason);
        };
    }

    private static String byExit(@Nullable Object body, Answer answer, String reason) {
        return switch (ExitCode.ofStatus(answer.status(), reason)) {
            case AUTHENTICATION ->
                    answer.status() == 401
                            ? "set JOCH_TOKEN, or name a token with joch context set NAME --auth token-file=FILE"
                            : "joch whoami shows the roles you hold; a Team resource grants more";
            case UNAVAILABLE -> "try again; joch status shows how the server is";
            case EXHAUSTED -> wait(body, answer);
            case ERROR ->
                    answer.status() == 501
                            ? "joch version shows what the server is"
                            : "try again; if it stays, joch bug-report collects what is needed to find out";
            default -> "";
        };
    }

    private static String wait(@Nullable Object body, Answer answer) {
        long millis = Tree.number(body, "retryAfterMs");
        String seconds =
                millis > 0 ? String.valueOf((millis + 999) / 1000) : answer.header("retry-after");
        return seconds.isEmpty() ? "try again later" : "try again in " + seconds + "s";
    }

    private static List<Finding> findings(@Nullable Object body) {
        return Tree.list(Tree.at(body, "errors")).stream().map(Finding::of).toList();
    }

    private static String requestId(@Nullable Object body, Answer answer) {
        return Tree.textIn(body, "requestId")
                .or(() -> Tree.textIn(body, "instance"))
                .orElse(answer.header("x-request-id"));
    }
}
