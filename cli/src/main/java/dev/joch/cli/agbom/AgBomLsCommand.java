package dev.joch.cli.agbom;

import dev.joch.cli.api.Pages;
import dev.joch.cli.api.Query;
import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Option;
import dev.joch.cli.command.Page;
import dev.joch.cli.json.Tree;
import dev.joch.cli.output.Listing;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.resource.ListOptions;
import dev.joch.cli.session.Session;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** {@code joch agbom ls}. */
public final class AgBomLsCommand implements Command {
    private static final int USUAL = 500;

    @Override
    public Page page() {
        return Page.of("agbom ls", "List the bills of materials of all agents")
                .options(
                        Option.flag("--high-risk", "with components to look at first"),
                        Option.value("--using-mcpserver", "NAME", "that list this MCP server"),
                        Option.value("--limit", "NUMBER", "at most so many (default 500)"),
                        ListOptions.ALL_NAMESPACES,
                        ListOptions.NO_HEADERS)
                .example("joch agbom ls --high-risk", "where to look first")
                .example("joch agbom ls -A --using-mcpserver github", "who uses a server")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        arguments.noWords();
        String namespace = ListOptions.namespace(arguments, session);
        List<@Nullable Object> bills =
                Pages.read(
                        session.client(),
                        "bills",
                        arguments.number("--limit", USUAL),
                        () ->
                                Query.at("agbom")
                                        .with("namespace", namespace)
                                        .with(
                                                "high_risk",
                                                arguments.has("--high-risk") ? "true" : "")
                                        .with(
                                                "mcpserver",
                                                arguments.value("--using-mcpserver", "")));
        new Listing(
                        "No bills of materials found.",
                        List.of("NAMESPACE", "AGENT", "GENERATION", "GENERATED", "RISKS", "SIGNED"),
                        AgBomLsCommand::row)
                .print(bills, arguments, session);
        return ExitCode.OK;
    }

    private static List<String> row(@Nullable Object bill) {
        return List.of(
                Tree.text(bill, "agent", "namespace"),
                Tree.text(bill, "agent", "name"),
                Tree.text(bill, "generation"),
                Tree.text(bill, "generatedAt"),
                String.valueOf(Tree.list(Tree.at(bill, "risks")).size()),
                Tree.text(bill, "signed").equals("true") ? "yes" : "no");
    }
}
