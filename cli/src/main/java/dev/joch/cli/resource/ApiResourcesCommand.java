package dev.joch.cli.resource;

import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Page;
import dev.joch.cli.kind.KindRow;
import dev.joch.cli.output.Format;
import dev.joch.cli.output.TableText;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.session.Session;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code joch api-resources}. */
public final class ApiResourcesCommand implements Command {

    @Override
    public Page page() {
        return Page.of("api-resources", "List the kinds")
                .options(ListOptions.NO_HEADERS)
                .example("joch api-resources", "names, short names and groups of all kinds")
                .example("joch api-resources -o name", "only the words for joch get")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        arguments.noWords();
        Format format = Format.parse(session.settings().output());
        List<KindRow> kinds = session.kinds().rows();
        if (format instanceof Format.Name) {
            kinds.forEach(kind -> session.screen().line(kind.plural()));
            return ExitCode.OK;
        }
        if (!format.isTable()) {
            session.screen()
                    .out()
                    .append(
                            format.list(
                                    kinds.stream().map(ApiResourcesCommand::json).toList(),
                                    "",
                                    ""));
            return ExitCode.OK;
        }
        List<List<String>> rows =
                kinds.stream()
                        .map(kind ->
                                List.of(
                                        kind.plural(),
                                        String.join(",", kind.shortNames()),
                                        kind.apiVersion(),
                                        String.valueOf(kind.namespaced()),
                                        kind.kind()))
                        .toList();
        new TableText(
                        List.of("NAME", "SHORTNAMES", "APIVERSION", "NAMESPACED", "KIND"),
                        session.screen().width())
                .lines(rows, !arguments.has("--no-headers"))
                .forEach(session.screen()::line);
        return ExitCode.OK;
    }

    private static Map<String, @Nullable Object> json(KindRow kind) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("kind", kind.kind());
        json.put("apiVersion", kind.apiVersion());
        json.put("name", kind.plural());
        json.put("shortNames", kind.shortNames());
        json.put("namespaced", kind.namespaced());
        return json;
    }
}
