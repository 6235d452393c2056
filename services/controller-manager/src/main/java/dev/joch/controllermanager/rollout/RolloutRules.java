package dev.joch.controllermanager.rollout;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How one version replaces another. Never are more workers wanted than number and surge (and
 * canaries), and no ready worker is ended while that would leave fewer than the number less what
 * may be unavailable. Pure.
 */
final class RolloutRules {

    private final Wish wish;
    private final Instant now;
    private final Optional<PoolNow> next;
    private final List<PoolNow> olds;
    private final List<Step> steps = new ArrayList<>();

    private RolloutRules(Wish wish, List<PoolNow> pools, Instant now) {
        this.wish = wish;
        this.now = now;
        this.next =
                pools.stream().filter(each -> each.revision().equals(wish.revision())).findFirst();
        // the oldest goes first
        this.olds =
                pools.stream()
                        .filter(each -> !each.revision().equals(wish.revision()))
                        .sorted(Comparator.comparing(PoolNow::since).thenComparing(PoolNow::name))
                        .toList();
    }

    static Plan plan(Wish wish, List<PoolNow> pools, Instant now) {
        return new RolloutRules(wish, pools, now).plan();
    }

    private Plan plan() {
        if (wish.paused()) {
            return paused();
        }
        if (wish.recreate()) {
            return recreate();
        }
        boolean canary = onTrial();
        if (canary) {
            scale(next.orElse(null), Math.min(wish.replicas(), wish.canaries()));
            olds.forEach(old -> scale(old, old.wanted()));
            return new Plan(steps, Plan.Stage.CANARY);
        }
        grow();
        shrink();
        return new Plan(steps, stage());
    }

    /** Numbers are kept; while nothing is being replaced they may change. */
    private Plan paused() {
        List<PoolNow> all = new ArrayList<>(olds);
        next.ifPresent(all::add);
        List<PoolNow> living = all.stream().filter(pool -> pool.wanted() > 0).toList();
        for (PoolNow pool : living) {
            scale(pool, living.size() == 1 ? wish.replicas() : pool.wanted());
        }
        boolean done = next.isPresent() && living.size() <= 1 && living.contains(next.get());
        return new Plan(steps, done ? stage() : Plan.Stage.PAUSED);
    }

    private Plan recreate() {
        olds.forEach(old -> steps.add(new Step.Drop(old.name())));
        if (olds.isEmpty()) {
            scale(next.orElse(null), wish.replicas());
        }
        return new Plan(steps, stage());
    }

    private boolean onTrial() {
        boolean replaces = olds.stream().anyMatch(old -> old.wanted() > 0);
        if (wish.canaries() == 0 || !replaces) {
            return false;
        }
        int canaries = Math.min(wish.replicas(), wish.canaries());
        return next.isEmpty()
                || next.get().wanted() < canaries
                || (next.get().wanted() == canaries
                        && (next.get().ready() < canaries
                                || now.isBefore(next.get().since().plus(wish.trial()))));
    }

    private void grow() {
        int wanted = next.map(PoolNow::wanted).orElse(0);
        int room = wish.replicas() + wish.surge() - oldWanted() - wanted;
        int target = Math.min(wish.replicas(), wanted + Math.max(0, room));
        if (next.isPresent() || target > 0) {
            scale(next.orElse(null), target);
        }
    }

    private int oldWanted() {
        return olds.stream().mapToInt(PoolNow::wanted).sum();
    }

    private void shrink() {
        int floor = Math.max(0, wish.replicas() - wish.unavailable());
        int unready = next.map(pool -> pool.wanted() - pool.ready()).orElse(0);
        int wanted = next.map(PoolNow::wanted).orElse(0) + oldWanted();
        // new ones that are not ready are not counted on
        int most = wanted - floor - unready;
        int ready = next.map(PoolNow::ready).orElse(0);
        int spare = ready + olds.stream().mapToInt(PoolNow::ready).sum() - floor;
        for (PoolNow old : olds) {
            // those that serve nobody go first
            int idle = Math.clamp(old.wanted() - old.ready(), 0, Math.max(0, most));
            most -= idle;
            int serving = most > 0 ? Math.clamp(old.ready(), 0, Math.max(0, spare)) : 0;
            serving = Math.min(serving, Math.max(0, most));
            most -= serving;
            spare -= serving;
            int left = old.wanted() - idle - serving;
            if (left <= 0) {
                steps.add(new Step.Drop(old.name()));
            } else {
                scale(old, left);
            }
        }
    }

    private void scale(@Nullable PoolNow pool, int workers) {
        if (pool == null) {
            if (workers > 0) {
                steps.add(new Step.Make(workers));
            }
        } else if (pool.wanted() != workers || pool.due()) {
            steps.add(new Step.Scale(pool.name(), workers));
        }
    }

    private Plan.Stage stage() {
        boolean alone = olds.stream().allMatch(old -> old.wanted() == 0);
        boolean whole =
                next.map(pool ->
                                pool.wanted() == wish.replicas() && pool.ready() >= wish.replicas())
                        .orElse(wish.replicas() == 0);
        return alone && whole ? Plan.Stage.STABLE : Plan.Stage.PROGRESSING;
    }
}
