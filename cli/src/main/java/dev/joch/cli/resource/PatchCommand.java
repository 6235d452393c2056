package dev.joch.cli.resource;

import dev.joch.cli.api.Reference;
import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Option;
import dev.joch.cli.command.Page;
import dev.joch.cli.json.JsonException;
import dev.joch.cli.json.JsonReader;
import dev.joch.cli.json.Tree;
import dev.joch.cli.output.Format;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.problem.FailureException;
import dev.joch.cli.session.Session;

import java.util.List;

/** {@code joch patch}. */
public final class PatchCommand implements Command {

    @Override
    public Page page() {
        return Page.of("patch", "Change some fields of a resource")
                .usage("KIND/NAME -p JSON", Page.Completes.RESOURCES)
                .options(
                        Option.value("-p,--patch", "JSON", "the patch"),
                        Option.choice(
                                "--type",
                                "a merge patch (the default) or a JSON patch",
                                "merge",
                                "json"),
                        ListOptions.DRY_RUN)
                .example(
                        "joch patch agent/x -p '{\"spec\":{\"displayName\":\"X\"}}'",
                        "set one field")
                .example(
                        "joch patch agent/x --type json -p '[{\"op\":\"remove\",\"path\":\"/spec/tools/0\"}]'",
                        "remove the first tool")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        Format format = Format.parse(session.settings().output());
        Reference reference = Targets.one(arguments.words(), session);
        String text =
                arguments
                        .value("--patch")
                        .orElseThrow(() ->
                                FailureException.usage(
                                        "the patch is missing", "give it with -p JSON"));
        Object patch = parsed(text);
        boolean dryRun = arguments.has("--dry-run");
        boolean json =
                arguments
                        .value("--type", patch instanceof List<?> ? "json" : "merge")
                        .equals("json");
        Object answer =
                json
                        ? session.client().jsonPatch(reference, patch, dryRun)
                        : session.client().mergePatch(reference, patch, "", dryRun);
        if (format.isTable()) {
            String action = Tree.textIn(answer, "action").orElse("configured");
            session.screen().line(reference.shown() + " " + action + (dryRun ? " (dry run)" : ""));
        } else {
            Object resource = Tree.at(answer, "resource");
            session.screen().out().append(format.value(resource == null ? answer : resource));
        }
        return ExitCode.OK;
    }

    private static Object parsed(String text) {
        try {
            Object patch = JsonReader.read(text);
            if (patch != null) {
                return patch;
            }
        } catch (JsonException e) {
            throw FailureException.usage(
                    "the patch is not JSON: " + e.getMessage(), "put it in single quotes");
        }
        throw FailureException.usage(
                "the patch is null", "write an object or a list of operations");
    }
}
