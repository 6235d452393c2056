package dev.joch.testkit.cluster;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Who dies when: the same seed gives the same plan.
 *
 * @param blows in their order; who dies in one blow is dead at the same time
 */
public record KillPlan(List<List<String>> blows) {

    /** Of all blows, those that take two. */
    private static final double PAIRS = 0.4;

    public KillPlan {
        blows = blows.stream().map(List::copyOf).toList();
    }

    /**
     * Everybody dies once before anybody dies twice, as far as that goes; then the heavier die more
     * often.
     *
     * @param weights of those who may die, the most important ones first
     * @param kills deaths altogether
     */
    public static KillPlan of(Random random, Map<String, Integer> weights, int kills) {
        if (weights.isEmpty() || kills < 0) {
            throw new IllegalArgumentException("somebody must be there to die");
        }
        List<String> tickets = new ArrayList<>();
        new LinkedHashMap<>(weights)
                .forEach((name, weight) -> tickets.addAll(Collections.nCopies(weight, name)));
        List<String> deaths = new ArrayList<>();
        weights.keySet().stream().limit(kills).forEach(deaths::add);
        while (deaths.size() < kills) {
            deaths.add(tickets.get(random.nextInt(tickets.size())));
        }
        Collections.shuffle(deaths, random);
        List<List<String>> blows = new ArrayList<>();
        for (int i = 0; i < deaths.size(); i++) {
            boolean pair =
                    i + 1 < deaths.size()
                            && !deaths.get(i).equals(deaths.get(i + 1))
                            && random.nextDouble() < PAIRS;
            blows.add(pair ? deaths.subList(i, i + 2) : deaths.subList(i, i + 1));
            i += pair ? 1 : 0;
        }
        return new KillPlan(blows);
    }

    /** Deaths altogether. */
    public int kills() {
        return blows.stream().mapToInt(List::size).sum();
    }

    /** Everybody who dies at least once. */
    public Set<String> victims() {
        Set<String> all = new HashSet<>();
        blows.forEach(all::addAll);
        return all;
    }
}
