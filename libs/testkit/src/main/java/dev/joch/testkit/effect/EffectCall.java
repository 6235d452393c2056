package dev.joch.testkit.effect;

import java.util.Locale;

/**
 * A call that the sink has taken down.
 *
 * @param micros when it was answered, in microseconds since 1970
 * @param run that called, by its uid
 * @param attempt of the run
 * @param step of the run's work; with the run it is the key under which the effect is done once
 * @param answer what became of it
 * @param heard whether the answer was sent; otherwise the caller cannot know what was done
 */
public record EffectCall(
        long micros, String run, int attempt, String step, Answer answer, boolean heard) {

    /** What became of a call. */
    public enum Answer {
        /** It had its effect. */
        DONE,
        /** It had its effect before. */
        AGAIN,
        /** A later attempt was heard of: nothing was done. */
        STALE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final String TAB = "\t";

    /** The sink did what it was asked for, now or before. */
    public boolean accepted() {
        return answer != Answer.STALE;
    }

    String line() {
        return String.join(TAB, "" + micros, run, "" + attempt, step, answer.name(), "" + heard);
    }

    static EffectCall of(String line) {
        String[] fields = line.split(TAB, -1);
        return new EffectCall(
                Long.parseLong(fields[0]),
                fields[1],
                Integer.parseInt(fields[2]),
                fields[3],
                Answer.valueOf(fields[4]),
                Boolean.parseBoolean(fields[5]));
    }
}
