package dev.joch.cli.resource;

import dev.joch.cli.agent.AgentPapers;
import dev.joch.cli.api.Reference;
import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Option;
import dev.joch.cli.command.Page;
import dev.joch.cli.json.Tree;
import dev.joch.cli.output.Format;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.problem.FailureException;
import dev.joch.cli.session.Session;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code joch describe}. */
public final class DescribeCommand implements Command {
    private static final int EVENTS = 10;

    @Override
    public Page page() {
        return Page.of("describe", "Show all there is to know about a resource")
                .usage("KIND/NAME...", Page.Completes.RESOURCES)
                .description(
                        "What it should be, what it is, what it refers to, what refers to it, and what happened to it. Of an agent also what it was compiled to, the policies that hold for it and its bill of materials.")
                .options(Option.value("--version", "GENERATION", "an earlier version"))
                .example("joch describe agent/support-triage", "an agent and its surroundings")
                .example(
                        "joch describe policy external-send-requires-approval",
                        "kind and name as two words")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        Format format = Format.parse(session.settings().output());
        if (!(Targets.of(arguments.words(), session) instanceof Targets.Named named)) {
            throw FailureException.usage(
                    "the name is missing", "for example joch describe agent/x");
        }
        boolean first = true;
        for (Reference reference : named.references()) {
            Object document = session.client().get(reference, arguments.number("--version", 0));
            Object history = session.client().history(reference, EVENTS);
            List<@Nullable Object> referrers =
                    Tree.list(Tree.at(session.client().referrers(reference), "referrers"));
            Optional<AgentPapers> papers =
                    AgentPapers.has(reference)
                            ? Optional.of(AgentPapers.of(reference, document, session))
                            : Optional.empty();
            if (!format.isTable()) {
                session.screen()
                        .out()
                        .append(format.value(tree(document, history, referrers, papers)));
                continue;
            }
            if (!first) {
                session.screen().line("");
            }
            first = false;
            new Description(session, document)
                    .print(
                            Versions.of(history),
                            referrers,
                            papers.map(AgentPapers::sections).orElse(List.of()));
        }
        return ExitCode.OK;
    }

    private static Map<String, @Nullable Object> tree(
            Object document,
            Object history,
            List<@Nullable Object> referrers,
            Optional<AgentPapers> papers) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("resource", document);
        papers.ifPresent(found -> tree.putAll(found.tree()));
        tree.put("referrers", referrers);
        tree.put("events", Tree.list(Tree.at(history, "versions")));
        return tree;
    }
}
