package dev.joch.cli.local;

import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Page;
import dev.joch.cli.config.Settings;
import dev.joch.cli.json.Tree;
import dev.joch.cli.output.Format;
import dev.joch.cli.output.SafeText;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.session.Session;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code joch status}. */
public final class StatusCommand implements Command {
    private static final int COLUMN = 12;

    @Override
    public Page page() {
        return Page.of("status", "Show which server is in use and how it is")
                .description("Ends with 8 when the server does not answer.")
                .example("joch status", "server, identity, local processes")
                .example("joch status -o json", "the same for a program")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        arguments.noWords();
        Format format = Format.parse(session.settings().output());
        Probe probe = Probe.of(session);
        Map<String, @Nullable Object> status = status(session, probe);
        if (format.isTable()) {
            for (Map.Entry<String, @Nullable Object> line : status.entrySet()) {
                String label = line.getKey() + ":";
                String text = SafeText.line(String.valueOf(line.getValue()));
                session.screen().line(label + " ".repeat(COLUMN - label.length()) + text);
            }
            probe.failure().ifPresent(failure -> session.say("fix: " + failure.fix()));
        } else {
            session.screen().out().append(format.value(status));
        }
        return probe.failure().isPresent() ? ExitCode.UNAVAILABLE : ExitCode.OK;
    }

    private static Map<String, @Nullable Object> status(Session session, Probe probe) {
        Settings settings = session.settings();
        Map<String, @Nullable Object> status = new LinkedHashMap<>();
        status.put("server", settings.server() + " (" + settings.serverOrigin() + ")");
        status.put("namespace", settings.namespace());
        status.put("state", state(probe));
        if (probe.failure().isEmpty()) {
            status.put("version", Tree.text(probe.version(), "version"));
            status.put("shape", Tree.text(probe.version(), "shape"));
            status.put("store", Tree.text(probe.version(), "store"));
            status.put(
                    "identity",
                    probe.refusal()
                            .map(refusal -> "refused: " + refusal.message())
                            .orElse(probe.subject()));
        }
        Map<String, LocalServer> locals = new LinkedHashMap<>();
        for (String usual : List.of("local", "quickstart")) {
            locals.put(usual, new LocalServer(session.world().places().data().resolve(usual)));
        }
        LocalFolders.inUse(session)
                .filter(local ->
                        locals.values().stream()
                                .noneMatch(usual -> usual.folder().equals(local.folder())))
                .ifPresent(local -> locals.put("process", local));
        for (Map.Entry<String, LocalServer> named : locals.entrySet()) {
            LocalServer local = named.getValue();
            Optional<LocalServer.Address> running = local.running();
            running.ifPresent(address ->
                    status.put(
                            named.getKey(),
                            "process "
                                    + address.pid()
                                    + " at "
                                    + address.server()
                                    + ", data in "
                                    + local.folder()));
        }
        return status;
    }

    private static String state(Probe probe) {
        return probe.failure()
                .map(failure -> "unreachable: " + failure.message())
                .orElse(probe.ready() ? "ready" : "not ready");
    }
}
