package dev.joch.cli.local;

import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Option;
import dev.joch.cli.command.Page;
import dev.joch.cli.config.Context;
import dev.joch.cli.config.Credential;
import dev.joch.cli.json.JsonWriter;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.problem.FailureException;
import dev.joch.cli.server.ClientVersion;
import dev.joch.cli.session.Session;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** {@code joch bug-report}: names where secrets are, never a secret. */
public final class BugReportCommand implements Command {

    @Override
    public Page page() {
        return Page.of("bug-report", "Collect what is needed to find a fault, without secrets")
                .description(
                        "A small zip file: versions, configuration without credentials, checks. Read it before you send it.")
                .options(
                        Option.value(
                                "--file",
                                "FILE",
                                "where to write it (default joch-bug-report.zip)"))
                .example("joch bug-report", "write joch-bug-report.zip")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        arguments.noWords();
        Path file =
                session.world().folder().resolve(arguments.value("--file", "joch-bug-report.zip"));
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            entry(zip, "versions.json", versions(session));
            entry(zip, "configuration.json", configuration(session));
            entry(zip, "checks.json", checks(session));
        } catch (IOException e) {
            throw FailureException.local(
                    "REPORT_NOT_WRITTEN",
                    file + " cannot be written: " + e.getMessage(),
                    "choose another place with --file");
        }
        session.screen().line(file.toString());
        return ExitCode.OK;
    }

    private static void entry(ZipOutputStream zip, String name, Object content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write((JsonWriter.pretty(content) + "\n").getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    private static Map<String, @Nullable Object> versions(Session session) {
        Map<String, @Nullable Object> versions = new LinkedHashMap<>();
        versions.put("client", ClientVersion.json());
        versions.put("server", Probe.of(session).version());
        versions.put(
                "system",
                System.getProperty("os.name")
                        + " "
                        + System.getProperty("os.version")
                        + " "
                        + System.getProperty("os.arch"));
        return versions;
    }

    private static Map<String, @Nullable Object> configuration(Session session) {
        List<Object> contexts = new ArrayList<>();
        for (Context context : session.configurationFile().read().contexts()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("name", context.name());
            json.put("server", context.server().replaceAll("//[^/@]*@", "//"));
            json.put("namespace", context.namespace());
            json.put("credential", sort(context.credential()));
            contexts.add(json);
        }
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("current", session.configurationFile().read().current());
        json.put("contexts", contexts);
        json.put(
                "variables",
                session.world().environment().keySet().stream()
                        .filter(name -> name.startsWith("JOCH_"))
                        .sorted()
                        .toList());
        return json;
    }

    private static String sort(Credential credential) {
        return switch (credential) {
            case Credential.None none -> "none";
            case Credential.TokenFile file -> "token-file";
            case Credential.Variable variable -> "env";
            case Credential.Program program -> "exec";
        };
    }

    private static Object checks(Session session) {
        return new Checks(session)
                .all().stream()
                        .map(check ->
                                Map.of(
                                        "name",
                                        check.name(),
                                        "state",
                                        check.state().name(),
                                        "finding",
                                        check.finding()))
                        .toList();
    }
}
