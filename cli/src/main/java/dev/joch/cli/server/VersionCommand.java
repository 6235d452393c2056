package dev.joch.cli.server;

import dev.joch.cli.api.ApiClient;
import dev.joch.cli.api.Query;
import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Option;
import dev.joch.cli.command.Page;
import dev.joch.cli.json.Tree;
import dev.joch.cli.local.Probe;
import dev.joch.cli.output.Format;
import dev.joch.cli.output.SafeText;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.problem.FailureException;
import dev.joch.cli.session.Session;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/** {@code joch version}. A server that does not answer is said, and no error. */
public final class VersionCommand implements Command {

    @Override
    public Page page() {
        return Page.of("version", "Show the versions of command line and server")
                .options(Option.flag("--client", "do not ask the server"))
                .example("joch version", "both")
                .example("joch version -o json", "for a program")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        arguments.noWords();
        Format format = Format.parse(session.settings().output());
        Map<String, @Nullable Object> versions = new LinkedHashMap<>();
        versions.put("client", ClientVersion.json());
        String trouble = arguments.has("--client") ? "" : askServer(session, versions);
        if (format.isTable()) {
            print(session, versions.get("client"), versions.get("server"));
        } else {
            session.screen().out().append(format.value(versions));
        }
        if (!trouble.isEmpty()) {
            session.say("server: " + trouble);
        }
        return ExitCode.OK;
    }

    private static String askServer(Session session, Map<String, @Nullable Object> versions) {
        try (ApiClient client =
                session.clientOf(
                        Probe.anonymous(session.settings(), session.settings().server()))) {
            versions.put("server", client.read(Query.at("version")));
            return "";
        } catch (FailureException e) {
            return e.failure().message();
        }
    }

    private static void print(Session session, @Nullable Object client, @Nullable Object server) {
        session.screen()
                .line(
                        "client  "
                                + Tree.text(client, "version")
                                + "  (java "
                                + Tree.text(client, "java")
                                + ")");
        if (server != null) {
            String commit = Tree.textIn(server, "commit").map(text -> ", " + text).orElse("");
            session.screen()
                    .line(
                            SafeText.line(
                                    "server  "
                                            + Tree.text(server, "version")
                                            + "  ("
                                            + Tree.text(server, "shape")
                                            + ", "
                                            + Tree.text(server, "store")
                                            + ", java "
                                            + Tree.text(server, "java")
                                            + commit
                                            + ")"));
        }
    }
}
