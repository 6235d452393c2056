package dev.joch.scheduler.simulation;

import dev.joch.scheduler.run.LeaseRef;
import dev.joch.scheduler.run.LeaseRules;
import dev.joch.scheduler.run.RunKey;
import dev.joch.scheduler.upkeep.Ledger;
import dev.joch.service.problem.Problem;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;
import dev.joch.testkit.effect.EffectCall;
import dev.joch.testkit.effect.EffectCall.Answer;
import dev.joch.testkit.simulation.World;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The world as programs change it. It never dies, and what it has done is done. */
final class Tools {

    private final World world;
    private final Journal journal;
    private final Set<String> done = new HashSet<>();
    private final Map<String, Integer> newest = new HashMap<>();
    private final Map<RunKey, String> ledger = new LinkedHashMap<>();

    Tools(World world, Journal journal) {
        this.world = world;
        this.journal = journal;
    }

    /** Does a step once, and nothing for an attempt that was replaced. */
    Answer sink(String run, int attempt, String step) {
        Answer answer;
        if (attempt < newest.getOrDefault(run, 0)) {
            answer = Answer.STALE;
        } else {
            newest.put(run, attempt);
            answer = done.add(run + " " + step) ? Answer.DONE : Answer.AGAIN;
        }
        take(run, attempt, step, answer);
        return answer;
    }

    private void take(String run, int attempt, String step, Answer answer) {
        journal.effect(
                new EffectCall(Weather.SECOND + world.now(), run, attempt, step, answer, true));
    }

    /**
     * Does a step as often as it is asked to. It is on record before, and then the lease is asked
     * for: in this order, or the scheduler could give the run away without knowing.
     *
     * @param heard whether it was done; not at all when nobody knows
     */
    void gateway(Plane plane, LeaseRef lease, int attempt, String step, Consumer<Boolean> heard) {
        ledger.put(lease.key(), step + " is executing");
        world.say("tools", "on record: " + lease + " " + step);
        plane.call(
                replica -> LeaseRules.refusal(replica.parts().store().find(lease.key()), lease),
                5 * Weather.SECOND,
                reply -> {
                    if (reply instanceof Plane.Reply.Answer<Optional<Problem>> held
                            && held.value().isEmpty()) {
                        take(lease.uid(), attempt, step, Answer.DONE);
                        heard.accept(true);
                    } else {
                        heard.accept(false);
                    }
                });
    }

    boolean onRecord(RunKey key) {
        return ledger.containsKey(key);
    }

    Ledger ledger(Replica replica) {
        return run -> {
            replica.lives(replica.weather().question());
            if (replica.weather().peerIsAway()) {
                throw new ProblemException(new ServiceProblem.Unavailable("the store"));
            }
            Optional<String> risk = Optional.ofNullable(ledger.get(run));
            replica.lives(replica.weather().reading());
            return risk;
        };
    }
}
