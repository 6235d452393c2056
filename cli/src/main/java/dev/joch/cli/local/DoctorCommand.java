package dev.joch.cli.local;

import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Page;
import dev.joch.cli.output.Format;
import dev.joch.cli.output.Paint;
import dev.joch.cli.output.SafeText;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.session.Session;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code joch doctor}. */
public final class DoctorCommand implements Command {
    private static final int COLUMN = 16;

    @Override
    public Page page() {
        return Page.of("doctor", "Check everything that has to be right, and say how to mend it")
                .description("Ends with 1 when something is wrong.")
                .example("joch doctor", "check this machine and the server in use")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        arguments.noWords();
        Format format = Format.parse(session.settings().output());
        List<Check> checks = new Checks(session).all();
        if (format.isTable()) {
            checks.forEach(check -> print(check, session));
        } else {
            session.screen()
                    .out()
                    .append(
                            format.value(
                                    Map.of(
                                            "checks",
                                            checks.stream().map(DoctorCommand::json).toList())));
        }
        boolean healthy = checks.stream().noneMatch(check -> check.state() == Check.State.WRONG);
        session.say(
                healthy
                        ? "Nothing is wrong."
                        : "Mend what is marked as wrong, then run joch doctor again.");
        return healthy ? ExitCode.OK : ExitCode.ERROR;
    }

    private static void print(Check check, Session session) {
        Paint paint = session.paint();
        String word =
                switch (check.state()) {
                    case FINE -> paint.green("ok   ");
                    case DOUBTFUL -> paint.yellow("warn ");
                    case WRONG -> paint.red("wrong");
                };
        String gap = " ".repeat(Math.max(1, COLUMN - check.name().length()));
        session.screen().line(word + "  " + check.name() + gap + SafeText.line(check.finding()));
        if (!check.fix().isEmpty()) {
            session.screen()
                    .line("       " + " ".repeat(COLUMN) + "fix: " + SafeText.line(check.fix()));
        }
    }

    private static Map<String, Object> json(Check check) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", check.name());
        json.put("state", check.state().name().toLowerCase(Locale.ROOT));
        json.put("finding", check.finding());
        json.put("fix", check.fix());
        return json;
    }
}
