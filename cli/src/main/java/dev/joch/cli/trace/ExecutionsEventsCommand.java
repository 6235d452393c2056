package dev.joch.cli.trace;

import dev.joch.cli.api.Reference;
import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Option;
import dev.joch.cli.command.Page;
import dev.joch.cli.execution.RunOutcome;
import dev.joch.cli.output.Format;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.resource.ListOptions;
import dev.joch.cli.session.Session;

import java.util.function.Consumer;
import java.util.function.Predicate;

/** {@code joch executions events}. */
public final class ExecutionsEventsCommand implements Command {

    @Override
    public Page page() {
        return Page.of("executions events", "Show what happened to a run")
                .usage("NAME", Page.Completes.NOTHING)
                .description("Events in the order in which they came: steps, decisions, calls.")
                .options(
                        Option.flag("-f,--follow", "go on until the run has ended"),
                        ListOptions.NO_HEADERS)
                .example("joch executions events exec-06d2k7", "what happened so far")
                .example("joch executions events exec-06d2k7 -f", "as it happens")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        Format format = Format.parse(session.settings().output());
        Reference run =
                Reference.of(
                        session.kinds().require("Execution"),
                        session.settings().namespace(),
                        RunName.of(arguments.onlyWord("name")));
        RunFeed feed =
                new RunFeed(
                        session.client(),
                        run,
                        RunFeed.Sort.EVENTS,
                        0,
                        () -> RunOutcome.ended(session.client().get(run, 0)));
        EventLines lines = new EventLines(session.screen(), !arguments.has("--no-headers"));
        Consumer<Object> print =
                format.isTable()
                        ? lines::print
                        : event -> session.screen().out().append(oneLine(format).value(event));
        int[] shown = new int[1];
        Predicate<Object> receiver =
                event -> {
                    print.accept(event);
                    shown[0]++;
                    session.screen().out().flush();
                    return !session.screen().gone();
                };
        if (arguments.has("--follow")) {
            feed.follow(receiver);
        } else {
            feed.read(receiver);
        }
        if (shown[0] == 0) {
            session.say("No events found.");
        }
        if (feed.dropped() > 0) {
            session.say(feed.dropped() + " events were not kept; their number is bounded");
        }
        return ExitCode.OK;
    }

    /** Events come one after the other, so each is a line of its own where that can be. */
    private static Format oneLine(Format format) {
        return format instanceof Format.Json ? new Format.JsonLines() : format;
    }
}
