package dev.joch.cli.local;

import dev.joch.cli.api.Reference;
import dev.joch.cli.command.ArgumentParser;
import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Option;
import dev.joch.cli.command.Page;
import dev.joch.cli.config.Configuration;
import dev.joch.cli.json.Tree;
import dev.joch.cli.manifest.ManifestFiles;
import dev.joch.cli.manifest.SendManifests;
import dev.joch.cli.output.Format;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.problem.FailureException;
import dev.joch.cli.resource.GetCommand;
import dev.joch.cli.resource.ShowEverything;
import dev.joch.cli.session.Session;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * {@code joch quickstart}: from nothing to a server with something in it, and every step as a
 * command to learn from.
 */
public final class QuickstartCommand implements Command {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration UNTIL_READY = Duration.ofSeconds(60);
    private static final String CONTEXT = "quickstart";
    private static final String NAMESPACE = "support";

    @Override
    public Page page() {
        return Page.of("quickstart", "Start a server with an example in it, and show around")
                .description(
                        "The data is in a folder of its own. Running it again changes nothing.")
                .options(
                        LocalFolders.DATA,
                        Option.value("--port", "PORT", "of REST (default 8080, or a free one)"),
                        Option.value(
                                "--grpc-port", "PORT", "of gRPC (default 9090, or a free one)"),
                        Option.choice("--store", "where resources are kept", "postgres", "sqlite"),
                        Option.value(
                                "--timeout",
                                "DURATION",
                                "how long to wait for the agent (default 60s)"))
                .example("joch quickstart", "begin here")
                .example("joch down", "stop the server again")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        arguments.noWords();
        LocalServer local = LocalFolders.of(arguments, session, CONTEXT);
        Path examples = examples(session);
        session.say(
                "1. Start a server          (joch up --data "
                        + local.folder()
                        + " --context-name "
                        + CONTEXT
                        + ")");
        StartServer.Started started =
                new StartServer(
                                local.folder(),
                                arguments.number("--port", 0),
                                arguments.number("--grpc-port", 0),
                                arguments.value("--store", ""),
                                examples.toString(),
                                false,
                                CONTEXT,
                                PATIENCE)
                        .run(session);
        String how = started.wasRunning() ? "   runs already at " : "   runs at ";
        session.say(how + started.address().server() + ", process " + started.address().pid());
        workInTheExample(session);
        try (Session inside = inside(session)) {
            List<AgentTour> agents =
                    apply(inside, examples, arguments.duration("--timeout", UNTIL_READY));
            inside.say("");
            String names = agents.stream().map(AgentTour::shown).collect(Collectors.joining(" "));
            inside.say(
                    "3. Wait for the agent      (joch wait " + names + " --for=condition=Ready)");
            agents.forEach(AgentTour::awaitReady);
            inside.say("");
            inside.say("4. See what is there       (joch get all -A)");
            Format format = Format.parse(session.settings().output());
            new ShowEverything(everywhere(), inside, format).show();
            inside.screen().out().flush();
            if (format.isTable()) {
                inside.say("");
                inside.say("5. See what became of it   (joch describe " + names + ")");
                agents.forEach(AgentTour::show);
                inside.say("");
                agents.forEach(AgentTour::run);
            }
        }
        next(session);
        return ExitCode.OK;
    }

    /** Whoever tries the example need not name its namespace each time. */
    private static void workInTheExample(Session session) {
        Configuration configuration = session.configurationFile().read();
        configuration
                .context(CONTEXT)
                .filter(context -> context.namespace().isEmpty())
                .map(context -> configuration.with(context.withNamespace(NAMESPACE)))
                .ifPresent(session.configurationFile()::write);
    }

    /** The rest happens in the context that was just made. */
    private static Session inside(Session session) {
        List<String> words =
                new ArrayList<>(
                        List.of("--context", CONTEXT, "--output", session.settings().output()));
        if (session.settings().quiet()) {
            words.add("--quiet");
        }
        return new Session(session.world(), ArgumentParser.parse(new GetCommand().page(), words));
    }

    private static Arguments everywhere() {
        return ArgumentParser.parse(new GetCommand().page(), List.of("-A"));
    }

    /** The agents of the example. */
    private static List<AgentTour> apply(Session session, Path examples, Duration patience) {
        session.say("");
        session.say("2. Apply the example       (joch apply -f " + examples + ")");
        Object answer =
                new SendManifests(
                                session,
                                ManifestFiles.read(List.of(examples.toString()), false, session))
                        .apply(false);
        List<AgentTour> agents = new ArrayList<>();
        for (Object result : Tree.list(Tree.at(answer, "results"))) {
            String kind = Tree.text(result, "kind");
            String name = Tree.text(result, "name");
            session.say(
                    "   "
                            + kind.toLowerCase(Locale.ROOT)
                            + "/"
                            + name
                            + " "
                            + Tree.text(result, "action"));
            if (kind.equals("Agent")) {
                Reference agent =
                        Reference.of(
                                session.kinds().require(kind),
                                Tree.text(result, "namespace"),
                                name);
                agents.add(new AgentTour(session, agent, patience));
            }
        }
        return agents;
    }

    private static void next(Session session) {
        String called = session.world().variable("JOCH_CALLED");
        String joch = "  " + (called.isEmpty() ? "joch" : called) + " ";
        session.say("");
        session.say("What to try next:");
        for (String words :
                List.of(
                        "run support-triage \"where is my parcel?\"",
                        "executions ls",
                        "logs EXECUTION                what an agent wrote while it ran",
                        "trace last                    what happened in it, and how long it took",
                        "describe agent/support-triage",
                        "get manifests",
                        "agbom support-triage",
                        "diff -f FILE                  what a change of yours would do",
                        "explain agent.spec.framework",
                        "audit ls",
                        "down                          stop the server; its data stays")) {
            session.say(joch + words);
        }
    }

    private static Path examples(Session session) {
        String given = session.world().variable("JOCH_EXAMPLES");
        List<Path> candidates =
                given.isEmpty()
                        ? List.of(beside(), session.world().folder().resolve("examples"))
                        : List.of(session.world().folder().resolve(given));
        for (Path candidate : candidates) {
            for (Path folder : List.of(candidate.resolve("quickstart"), candidate)) {
                if (Files.isDirectory(folder) && folder.endsWith("quickstart")) {
                    return folder.normalize();
                }
            }
        }
        throw FailureException.local(
                "NO_EXAMPLES",
                "the folder examples/quickstart is not there",
                "set JOCH_EXAMPLES to the folder examples");
    }

    /** The examples of a distribution lie beside the folder of its jars. */
    private static Path beside() {
        try {
            Path jar =
                    Path.of(
                            QuickstartCommand.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI());
            return jar.resolveSibling("..").resolve("examples").normalize();
        } catch (URISyntaxException e) {
            return Path.of("examples");
        }
    }
}
