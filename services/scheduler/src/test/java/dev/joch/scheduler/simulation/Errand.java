package dev.joch.scheduler.simulation;

import dev.joch.scheduler.v1.Run;
import dev.joch.testkit.simulation.World;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What the program of one run does. Its name says all of it, so that a chronicle can be read.
 *
 * @param tool what it works with
 * @param end how it comes to its end
 * @param steps effects that it has, one after the other
 */
record Errand(int number, Tool tool, End end, int steps) {

    /** What stands between a program and the world. */
    enum Tool {
        /** Does the same step once, however often it is called. */
        SINK,
        /** Does whatever it is called for, and has it on record before. */
        GATEWAY
    }

    enum End {
        SUCCEEDS,
        FAILS,
        /** Policy does not let it begin. */
        DENIED,
        /** Goes on until it is stopped. */
        STAYS
    }

    static Errand any(World world, Weather weather, int number) {
        int end = world.pick(10);
        return new Errand(
                number,
                world.chance(weather.thoughtful() ? 1 : 0.3) ? Tool.GATEWAY : Tool.SINK,
                end < 7 ? End.SUCCEEDS : end == 7 ? End.FAILS : end == 8 ? End.STAYS : End.DENIED,
                1 + world.pick(4));
    }

    static Errand of(Run run) {
        return of(run.getExecution().getName());
    }

    static Errand of(String name) {
        String[] words = name.split("-", -1);
        return new Errand(
                Integer.parseInt(words[0]),
                Tool.valueOf(words[1]),
                End.valueOf(words[2]),
                Integer.parseInt(words[3]));
    }

    String name() {
        return number + "-" + tool + "-" + end + "-" + steps;
    }

    boolean denied() {
        return end == End.DENIED;
    }

    List<String> work() {
        return IntStream.rangeClosed(1, steps).mapToObj(step -> "step" + step).toList();
    }

    /** One that does not end by itself has to be stopped. */
    String timeout(World world, Weather weather) {
        return end == End.STAYS || world.chance(weather.thoughtful() ? 0 : 0.2)
                ? world.between(3, 25) + "s"
                : "";
    }
}
