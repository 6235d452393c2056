package dev.joch.scheduler.simulation;

import dev.joch.testkit.effect.EffectCall.Answer;
import dev.joch.testkit.simulation.World;

import java.util.List;

/** The program of an agent: a process of its own, which goes on when its worker does not. */
final class Program {

    private final Attempt attempt;
    private final World world;
    private final List<String> work;
    private final long pace;
    private int at;
    private boolean over;
    private boolean asked;
    private long frozenUntil;

    Program(Attempt attempt) {
        this.attempt = attempt;
        this.world = attempt.worker().plane().world();
        this.work = attempt.errand().work();
        this.pace = (world.chance(0.2) ? 20 : 3) * Weather.SECOND;
    }

    private String name() {
        return attempt.lease().uid() + " attempt " + attempt.number();
    }

    boolean isOver() {
        return over;
    }

    void start() {
        world.say(name(), "starts at " + attempt.worker().name());
        // some think until their lease may be somebody else's, and some just that long
        boolean thoughtful = attempt.worker().plane().weather().thoughtful();
        if (world.chance(thoughtful ? 0.9 : 0.1)) {
            long longest = thoughtful ? 18 : 30;
            world.after(world.between(5 * Weather.SECOND, longest * Weather.SECOND), this::step);
        } else {
            goOn();
        }
    }

    private void goOn() {
        world.after(world.between(20 * Weather.MILLI, pace), this::step);
    }

    private void step() {
        if (over) {
            return;
        }
        if (world.now() < frozenUntil) {
            world.after(frozenUntil - world.now() + world.pick(1_000), this::step);
        } else if (asked && world.chance(0.7)) {
            ends(false);
        } else if (at == work.size()) {
            switch (attempt.errand().end()) {
                case SUCCEEDS -> ends(true);
                case FAILS, DENIED -> ends(false);
                case STAYS -> goOn();
            }
        } else if (attempt.errand().tool() == Errand.Tool.SINK) {
            sink(work.get(at));
        } else {
            gateway(work.get(at));
        }
    }

    /** An answer that is lost is asked for again; that is what the key of a step is for. */
    private void sink(String step) {
        Tools tools = attempt.worker().plane().tools();
        Answer answer = tools.sink(attempt.lease().uid(), attempt.number(), step);
        if (answer == Answer.STALE) {
            ends(false);
        } else if (world.chance(0.8)) {
            at++;
            goOn();
        } else {
            goOn();
        }
    }

    /** What may have been done is not done again: the program gives up. */
    private void gateway(String step) {
        Plane plane = attempt.worker().plane();
        plane.tools()
                .gateway(
                        plane,
                        attempt.lease(),
                        attempt.number(),
                        step,
                        done -> {
                            if (over) {
                                return;
                            }
                            if (done) {
                                at++;
                                goOn();
                            } else {
                                ends(false);
                            }
                        });
    }

    void terminate() {
        asked = true;
    }

    /** All that comes later comes to nothing. */
    void kill() {
        if (!over) {
            world.say(name(), "is killed");
            gone(false);
        }
    }

    private void ends(boolean well) {
        world.say(name(), well ? "ends well" : "ends badly");
        gone(well);
    }

    private void gone(boolean well) {
        over = true;
        attempt.hears(() -> attempt.exited(well));
    }

    void freeze(long micros) {
        frozenUntil = world.now() + micros;
    }
}
