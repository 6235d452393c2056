package dev.joch.trace.follow;

import dev.joch.service.problem.ProblemException;
import dev.joch.trace.TraceProblem;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in what is recorded of a run as text: which run, and what comes before.
 *
 * @param tag tells the run from its namesakes
 * @param before bytes of a log, or the event that was read last
 */
public record Place(String tag, long before) {

    private static final Pattern TEXT = Pattern.compile("([0-9a-f]{8})-([0-9]{1,18})");

    public static Place of(String uid, long before) {
        return new Place(String.format(Locale.ROOT, "%08x", uid.hashCode()), before);
    }

    /** What comes before; refuses a place in another run. */
    public static long in(String uid, String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches() || !matcher.group(1).equals(of(uid, 0).tag())) {
            throw new ProblemException(new TraceProblem.InvalidLogPosition(text));
        }
        return Long.parseLong(matcher.group(2));
    }

    public String text() {
        return tag + "-" + before;
    }
}
