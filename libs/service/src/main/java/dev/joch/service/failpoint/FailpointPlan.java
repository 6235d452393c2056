package dev.joch.service.failpoint;

import org.jspecify.annotations.Nullable;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What happens at a failpoint.
 *
 * @param action what to do
 * @param millis how long to sleep
 * @param atHit only at that hit; 0 at every one
 * @param percent in so many of a hundred hits
 */
record FailpointPlan(Action action, long millis, long atHit, int percent) {

    enum Action {
        /** Ends the process on this very line: no hooks, no buffers flushed, like kill -9. */
        HALT,
        SLEEP,
        THROW
    }

    private static final Pattern FORM =
            Pattern.compile("([A-Z_]+)=(halt|throw|sleep\\((\\d+)\\))(?:@(\\d+))?(?:%(\\d+))?");

    /** The exit status of a process killed by SIGKILL. */
    private static final int KILLED = 137;

    static Map<Failpoint, FailpointPlan> parse(@Nullable String text) {
        Map<Failpoint, FailpointPlan> plans = new EnumMap<>(Failpoint.class);
        if (text == null || text.isBlank()) {
            return plans;
        }
        for (String part : text.split(",", -1)) {
            Matcher form = FORM.matcher(part.strip());
            if (!form.matches()) {
                throw new IllegalArgumentException(
                        "JOCH_FAILPOINTS: '"
                                + part
                                + "' is not NAME=halt|throw|sleep(ms)[@hit][%percent]");
            }
            plans.put(Failpoint.valueOf(form.group(1)), plan(form));
        }
        return plans;
    }

    private static FailpointPlan plan(Matcher form) {
        String action = form.group(2);
        long millis = form.group(3) == null ? 0 : Long.parseLong(form.group(3));
        long atHit = form.group(4) == null ? 0 : Long.parseLong(form.group(4));
        int percent = form.group(5) == null ? 100 : Integer.parseInt(form.group(5));
        if (action.equals("halt")) {
            return new FailpointPlan(Action.HALT, millis, atHit, percent);
        }
        return new FailpointPlan(
                action.equals("throw") ? Action.THROW : Action.SLEEP, millis, atHit, percent);
    }

    void act(Failpoint place, long hit) {
        if (atHit != 0 && hit != atHit) {
            return;
        }
        if (percent < 100 && ThreadLocalRandom.current().nextInt(100) >= percent) {
            return;
        }
        switch (action) {
            case HALT -> Runtime.getRuntime().halt(KILLED);
            case SLEEP -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
            case THROW -> throw new IllegalStateException("failpoint " + place);
        }
    }
}
