package dev.joch.cli.agbom;

import dev.joch.cli.api.Query;
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

import org.jspecify.annotations.Nullable;

import java.util.List;

/** {@code joch agbom}. */
public final class AgBomCommand implements Command {
    @Override
    public Page page() {
        return Page.of("agbom", "Print the bill of materials of an agent")
                .usage("AGENT", Page.Completes.NOTHING)
                .description(
                        "The document as it was written. With --diff what two generations do not have in common; ends with 1 when there is something.")
                .options(
                        Option.choice("--format", "default cyclonedx", "cyclonedx", "spdx", "swid"),
                        Option.value("--generation", "NUMBER", "an earlier one"),
                        Option.flag("--signed", "the signed copy"),
                        Option.choice("--extensions", "off: without joch.*", "on", "off"),
                        Option.flag("--diff", "compare two generations"),
                        Option.value("--from", "NUMBER", "with --diff: this generation"),
                        Option.value(
                                "--to",
                                "NUMBER",
                                "with --diff: and that one (default: the newest)"))
                .example("joch agbom support-triage > bom.json", "CycloneDX")
                .example("joch agbom support-triage --format spdx --generation 2", "an earlier one")
                .example("joch agbom support-triage --diff --from 2 --to 3", "what changed")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        Format format = Format.parse(session.settings().output());
        String agent = arguments.onlyWord("agent");
        if (arguments.has("--diff")) {
            return diff(agent, arguments, session, format);
        }
        String document =
                session.client()
                        .document(
                                at(session, agent)
                                        .with("format", arguments.value("--format", ""))
                                        .with("generation", number(arguments, "--generation"))
                                        .with("signed", arguments.has("--signed") ? "true" : "")
                                        .with("extensions", arguments.value("--extensions", "")));
        session.screen().out().append(format.isTable() ? line(document) : shaped(document, format));
        return ExitCode.OK;
    }

    /** A document that is no JSON has one form only. */
    private static String shaped(String document, Format format) {
        try {
            return format.value(JsonReader.read(document));
        } catch (JsonException e) {
            return line(document);
        }
    }

    private static ExitCode diff(
            String agent, Arguments arguments, Session session, Format format) {
        if (arguments.number("--from", 0) == 0) {
            throw FailureException.usage("--from is missing", "for example --from 2 --to 3");
        }
        Object answer =
                session.client()
                        .read(
                                at(session, agent, "diff")
                                        .with("from", number(arguments, "--from"))
                                        .with("to", number(arguments, "--to")));
        List<@Nullable Object> added = Tree.list(Tree.at(answer, "added"));
        List<@Nullable Object> removed = Tree.list(Tree.at(answer, "removed"));
        List<@Nullable Object> changed = Tree.list(Tree.at(answer, "changed"));
        if (format.isTable()) {
            removed.forEach(gone -> session.screen().line("- " + component(gone)));
            added.forEach(come -> session.screen().line("+ " + component(come)));
            changed.forEach(other ->
                    session.screen()
                            .line(
                                    "~ "
                                            + component(Tree.at(other, "after"))
                                            + "  "
                                            + String.join(
                                                    ", ",
                                                    Tree.list(Tree.at(other, "fields")).stream()
                                                            .map(String::valueOf)
                                                            .toList())));
        } else {
            session.screen().out().append(format.value(answer));
        }
        return added.isEmpty() && removed.isEmpty() && changed.isEmpty()
                ? ExitCode.OK
                : ExitCode.ERROR;
    }

    private static String component(@Nullable Object component) {
        String version = Tree.text(component, "version");
        return Tree.text(component, "kind")
                + " "
                + Tree.text(component, "name")
                + (version.isEmpty() ? "" : " " + version);
    }

    private static Query at(Session session, String agent, String... more) {
        String[] path = {"namespaces", session.settings().namespace(), "agents", agent, "agbom"};
        return more.length == 0
                ? Query.at(path)
                : Query.at(path[0], path[1], path[2], path[3], path[4], more[0]);
    }

    private static String number(Arguments arguments, String option) {
        int number = arguments.number(option, 0);
        return number == 0 ? "" : String.valueOf(number);
    }

    private static String line(String document) {
        return document.endsWith("\n") ? document : document + "\n";
    }
}
