package dev.joch.cli.trace;

import dev.joch.cli.api.Reference;
import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Durations;
import dev.joch.cli.command.Option;
import dev.joch.cli.command.Page;
import dev.joch.cli.execution.RunOutcome;
import dev.joch.cli.json.Tree;
import dev.joch.cli.output.Format;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.session.Session;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** {@code joch logs}. */
public final class LogsCommand implements Command {

    @Override
    public Page page() {
        return Page.of("logs", "Show what the program of a run writes")
                .usage("[exec/]NAME", Page.Completes.NOTHING)
                .options(
                        Option.flag("-f,--follow", "go on until the run has ended"),
                        Option.value("--tail", "NUMBER", "only so many last lines"),
                        Option.value("--since", "DURATION", "only what is not older, e.g. 5m"),
                        Option.flag("--timestamps", "the time before each line"),
                        Option.flag("--prefix", "attempt and stream before each line"),
                        Option.flag(
                                "--exit-status",
                                "end with the status of the run, as joch run does"))
                .example("joch logs exec-06d2k7 -f", "as it is written, across restarts")
                .example("joch logs exec-06d2k7 --tail 20", "the end of it")
                .example(
                        "joch logs exec/exec-06d2k7 -f --exit-status",
                        "for scripts: fails when the run fails")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        Format format = Format.parse(session.settings().output());
        Reference run =
                Reference.of(
                        session.kinds().require("Execution"),
                        session.settings().namespace(),
                        RunName.of(arguments.onlyWord("run")));
        LogLines lines =
                new LogLines(
                        session.screen(), arguments.has("--timestamps"), arguments.has("--prefix"));
        Optional<Instant> since =
                arguments
                        .value("--since")
                        .map(text -> session.now().minus(Durations.parse("--since", text)));
        RunFeed feed =
                new RunFeed(
                        session.client(),
                        run,
                        RunFeed.Sort.LOG,
                        arguments.number("--tail", 0),
                        () -> RunOutcome.ended(session.client().get(run, 0)));
        boolean follow = arguments.has("--follow") || arguments.has("--exit-status");
        java.util.function.Predicate<Object> receiver =
                part -> {
                    if (since.map(time -> isOlder(part, time)).orElse(false)) {
                        return true;
                    }
                    if (format.isTable()) {
                        lines.print(part);
                    } else {
                        session.screen().out().append(oneLine(format).value(part));
                    }
                    session.screen().out().flush();
                    return !session.screen().gone();
                };
        if (follow) {
            feed.follow(receiver);
        } else {
            feed.read(receiver);
        }
        lines.end();
        if (feed.dropped() > 0) {
            session.say(
                    feed.dropped() + " bytes were not kept; a log has its beginning and its end");
        }
        return arguments.has("--exit-status")
                ? RunOutcome.exit(session.client().get(run, 0))
                : ExitCode.OK;
    }

    /** Parts come one after the other, so each is a line of its own where that can be. */
    private static Format oneLine(Format format) {
        return format instanceof Format.Json ? new Format.JsonLines() : format;
    }

    private static boolean isOlder(Object part, Instant since) {
        try {
            return Instant.parse(Tree.text(part, "at")).isBefore(since);
        } catch (DateTimeException e) {
            return false;
        }
    }
}
