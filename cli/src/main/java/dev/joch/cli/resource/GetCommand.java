package dev.joch.cli.resource;

import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Option;
import dev.joch.cli.command.Page;
import dev.joch.cli.output.Format;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.problem.FailureException;
import dev.joch.cli.session.Session;

/** {@code joch get}. */
public final class GetCommand implements Command {

    @Override
    public Page page() {
        return Page.of("get", "Show resources")
                .usage("KIND[,KIND] | KIND NAME... | KIND/NAME... | all", Page.Completes.RESOURCES)
                .options(
                        ListOptions.ALL_NAMESPACES,
                        ListOptions.SELECTOR,
                        ListOptions.FIELD_SELECTOR,
                        Option.value("--agent", "NAME", "manifests: of this agent"),
                        Option.value("--environment", "NAME", "manifests: compiled for this one"),
                        Option.value("--sort-by", "PATH", "order by a field, e.g. .metadata.name"),
                        Option.flag("-w,--watch", "go on showing changes"),
                        Option.flag("--watch-only", "show changes, not what is there now"),
                        Option.value("--limit", "NUMBER", "at most so many"),
                        Option.value("--chunk-size", "NUMBER", "rows per request (default 500)"),
                        Option.value(
                                "--version", "GENERATION", "an earlier version of one resource"),
                        Option.flag("--show-labels", "labels as the last column"),
                        ListOptions.NO_HEADERS)
                .example("joch get agents", "all agents of the namespace")
                .example(
                        "joch get ag,tools -A -o wide",
                        "agents and tools of all namespaces, all columns")
                .example("joch get agent/support-triage -o yaml", "one agent as a manifest")
                .example(
                        "joch get agents -l env=prod --sort-by .metadata.creationTimestamp",
                        "chosen and ordered")
                .example(
                        "joch get manifests --agent support-triage",
                        "what an agent was compiled to, generation by generation")
                .example("joch get executions -w", "executions, and what becomes of them")
                .example(
                        "joch get agents -o jsonpath='{range .items[*]}{.metadata.name}{\"\\n\"}{end}'",
                        "only their names")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        Format format = Format.parse(session.settings().output());
        Targets targets = Targets.of(arguments.words(), session);
        if (arguments.has("--watch") || arguments.has("--watch-only")) {
            return new WatchTable(arguments, session, format).show(targets);
        }
        return switch (targets) {
            case Targets.Everything everything ->
                    new ShowEverything(arguments, session, format).show();
            case Targets.OfKinds kinds -> {
                if (arguments.value("--version").isPresent()) {
                    throw FailureException.usage(
                            "--version needs one resource",
                            "for example joch get agent/x --version 3");
                }
                yield new ShowList(arguments, session, format).show(kinds.kinds());
            }
            case Targets.Named named ->
                    new ShowNamed(arguments, session, format).show(named.references());
        };
    }
}
