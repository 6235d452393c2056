package dev.joch.cli.output;

import dev.joch.cli.command.Arguments;
import dev.joch.cli.session.Session;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Function;

/**
 * A list of things that are no resources: a table for people, the things themselves for programs.
 *
 * @param nothing what is said of an empty list
 * @param row the cells of one
 */
public record Listing(
        String nothing, List<String> headers, Function<@Nullable Object, List<String>> row) {

    public void print(List<@Nullable Object> items, Arguments arguments, Session session) {
        Format format = Format.parse(session.settings().output());
        if (!format.isTable()) {
            session.screen().out().append(format.list(items, "", ""));
            return;
        }
        if (items.isEmpty()) {
            session.say(nothing);
            return;
        }
        new TableText(headers, session.screen().width())
                .lines(items.stream().map(row).toList(), !arguments.has("--no-headers"))
                .forEach(session.screen()::line);
    }
}
