package dev.joch.cli.policy;

import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Durations;
import dev.joch.cli.problem.FailureException;

import java.time.Duration;
import java.util.Locale;

/** What commands about policy read and show alike. */
final class Words {

    private Words() {}

    /** {@code deny} for {@code DECISION_DENY}. */
    static String decision(String word) {
        return word.toLowerCase(Locale.ROOT).replace("decision_", "");
    }

    /** Whole seconds of {@code --for}, which has to be there. */
    static long seconds(Arguments arguments, String example) {
        Duration time =
                Durations.parse(
                        "--for",
                        arguments.value("--for").orElseThrow(() -> missing("--for", example)));
        if (time.toSeconds() < 1) {
            throw FailureException.usage("--for takes at least 1s", "for example " + example);
        }
        return time.toSeconds();
    }

    /** The reason, which goes on record. */
    static String reason(Arguments arguments) {
        return arguments
                .value("--reason")
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> missing("--reason", "--reason \"incident 4711\""));
    }

    static FailureException missing(String option, String example) {
        return FailureException.usage(option + " is missing", "for example " + example);
    }
}
