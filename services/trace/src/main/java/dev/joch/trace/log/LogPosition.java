package dev.joch.trace.log;

import dev.joch.service.problem.ProblemException;
import dev.joch.trace.TraceProblem;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a log as text: which log, and how many bytes come before.
 *
 * @param tag tells the log from those of namesakes
 */
record LogPosition(String tag, long bytes) {

    private static final Pattern TEXT = Pattern.compile("([0-9a-f]{8})-([0-9]{1,18})");

    static LogPosition of(String uid, long bytes) {
        return new LogPosition(String.format(Locale.ROOT, "%08x", uid.hashCode()), bytes);
    }

    /** The bytes before; refuses a place in another log. */
    static long in(String uid, String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches() || !matcher.group(1).equals(of(uid, 0).tag())) {
            throw new ProblemException(new TraceProblem.InvalidLogPosition(text));
        }
        return Long.parseLong(matcher.group(2));
    }

    String text() {
        return tag + "-" + bytes;
    }
}
