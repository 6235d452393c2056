package dev.joch.cli.trace;

import dev.joch.cli.api.Query;
import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Option;
import dev.joch.cli.command.Page;
import dev.joch.cli.json.Tree;
import dev.joch.cli.output.Format;
import dev.joch.cli.output.SafeText;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.problem.Failure;
import dev.joch.cli.problem.FailureException;
import dev.joch.cli.session.Session;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/** {@code joch trace}. */
public final class TraceCommand implements Command {
    private static final Pattern TRACE_ID = Pattern.compile("[0-9a-fA-F]{32}");
    private static final String LAST = "last";

    /** The first spans of a run come a moment after it has begun. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration PAUSE = Duration.ofMillis(200);

    @Override
    public Page page() {
        return Page.of("trace", "Show what happened in a run, step by step")
                .usage("last | EXECUTION | TRACE-ID", Page.Completes.NOTHING)
                .description(
                        "One line for each step: how long it took, when in the whole, and what it was about. Errors are red and say why.")
                .options(
                        Option.value("--depth", "NUMBER", "so many levels only"),
                        Option.flag("--errors", "only what failed, and what it was part of"))
                .example("joch trace last", "the newest run of the namespace")
                .example("joch trace exec-06d2k7 --errors", "where a run went wrong")
                .example("joch trace exec-06d2k7 -o json", "everything that is known of it")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        Format format = Format.parse(session.settings().output());
        Object trace = find(arguments.onlyWord("run"), session);
        if (!format.isTable()) {
            session.screen().out().append(format.value(trace));
            return ExitCode.OK;
        }
        show(trace, arguments, session);
        return ExitCode.OK;
    }

    private static Object find(String word, Session session) {
        String namespace = session.settings().namespace();
        if (word.equals(LAST)) {
            Object page =
                    session.client()
                            .read(
                                    Query.at("recorded-traces")
                                            .with("namespace", namespace)
                                            .with("limit", "1"));
            List<@Nullable Object> traces = Tree.list(Tree.at(page, "traces"));
            if (traces.isEmpty()) {
                throw new FailureException(
                        new Failure.Local(
                                "NO_TRACES",
                                "nothing was recorded in namespace " + namespace,
                                "start a run with joch run AGENT, or choose a namespace with -n",
                                ExitCode.NOT_FOUND));
            }
            Object newest = traces.getFirst();
            return session.client().read(Query.at("traces", Tree.text(newest, "traceId")));
        }
        if (TRACE_ID.matcher(word).matches()) {
            return session.client().read(Query.at("traces", word.toLowerCase(Locale.ROOT)));
        }
        return ofRun(
                Query.at("namespaces", namespace, "executions", RunName.of(word), "trace"),
                session);
    }

    private static Object ofRun(Query path, Session session) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return session.client().read(path);
            } catch (FailureException e) {
                if (!e.failure().reason().equals("TRACE_NOT_FOUND")
                        || System.nanoTime() > deadline) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private static void show(@Nullable Object answer, Arguments arguments, Session session) {
        Object trace = Tree.at(answer, "trace");
        session.screen().line(session.paint().bold("trace " + Tree.text(trace, "traceId")));
        head(trace).forEach(line -> session.screen().line(SafeText.line(line)));
        session.screen().line("");
        List<@Nullable Object> spans = Tree.list(Tree.at(answer, "spans"));
        SpanTree tree = SpanTree.of(spans);
        if (arguments.has("--errors")) {
            tree = new OnlyErrors(tree).tree();
        }
        int depth = arguments.number("--depth", 0);
        new TreeText(session.screen().width(), session.paint())
                .lines(tree, depth == 0 ? Integer.MAX_VALUE : depth - 1)
                .forEach(session.screen()::line);
        session.screen().out().flush();
        missing(trace, answer).forEach(session::say);
    }

    private static List<String> head(@Nullable Object trace) {
        List<String> about = new ArrayList<>();
        String name = Tree.text(trace, "execution", "name");
        if (!name.isEmpty()) {
            about.add("execution " + Tree.text(trace, "execution", "namespace") + "/" + name);
        }
        Tree.textIn(trace, "agent").ifPresent(agent -> about.add("agent " + agent));
        Tree.textIn(trace, "environment").ifPresent(where -> about.add("environment " + where));
        List<String> counts = new ArrayList<>();
        counts.add(Times.text(Tree.number(trace, "durationUs")));
        counts.add(counted(Tree.number(trace, "spans"), "span"));
        counts.add(counted(Tree.number(trace, "modelCalls"), "model call"));
        counts.add(counted(Tree.number(trace, "toolCalls"), "tool call"));
        counts.add(counted(Tree.number(trace, "errors"), "error"));
        counts.add(Times.usd(Tree.number(trace, "costMicroUsd")) + " USD");
        return List.of(String.join("  ", about), String.join("  ", counts));
    }

    private static String counted(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    /** What the tree does not show. */
    private static List<String> missing(@Nullable Object trace, @Nullable Object answer) {
        List<String> missing = new ArrayList<>();
        long sampled = Tree.number(trace, "sampledOut");
        if (sampled > 0) {
            missing.add(
                    counted(sampled, "span")
                            + " left out by sampling ("
                            + Tree.text(trace, "sampling")
                            + ")");
        }
        long more = Tree.number(answer, "leftOut");
        if (more > 0) {
            missing.add(counted(more, "span") + " more than are shown or kept of one trace");
        }
        return missing;
    }
}
