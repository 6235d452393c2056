package dev.joch.scheduler.place;

import dev.joch.catalogue.run.RunModes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Decides which run goes to which worker, and says of each other one why not. */
public final class Placement {

    private Placement() {}

    /**
     * @param offers of workers of one pool
     * @param lines of that pool
     */
    public static Plan plan(
            List<Offer> offers, Collection<Line> lines, Occupancy occupancy, Turns turns) {
        return new Making(offers, occupancy, turns).make(lines);
    }

    /**
     * Why a run waits, in the order in which it would be mended; empty when it is only a matter of
     * time.
     *
     * @param workers all that were heard of lately
     */
    public static List<Obstacle> obstacles(
            Demand demand, Collection<Offer> workers, Occupancy occupancy) {
        List<Obstacle> obstacles = new ArrayList<>();
        occupancy.full(demand).ifPresent(obstacles::add);
        if (demand.pool().equals(RunModes.JOBS)) {
            // all others there are for other runs
            obstacles.add(new Obstacle.NoWorker(demand.pool()));
            return obstacles;
        }
        Set<Obstacle> misfits = new LinkedHashSet<>();
        int fitting = 0;
        int free = 0;
        for (Offer worker : workers) {
            Optional<Obstacle> misfit = worker.misfit(demand);
            misfit.ifPresent(misfits::add);
            if (misfit.isEmpty()) {
                fitting++;
                free += worker.free();
            }
        }
        if (fitting > 0) {
            if (free <= 0) {
                obstacles.add(new Obstacle.Busy(demand.pool(), fitting));
            }
            return obstacles;
        }
        Obstacle none = new Obstacle.NoWorker(demand.pool());
        misfits.remove(none);
        if (misfits.isEmpty()) {
            obstacles.add(none);
        } else {
            obstacles.addAll(misfits);
        }
        return obstacles;
    }

    /** One plan in the making. */
    private static final class Making {

        private final List<Offer> offers;
        private final int[] free;
        private final Occupancy occupancy;
        private final Turns turns;
        private final List<Plan.Given> given = new ArrayList<>();
        private final Map<Candidate, Obstacle> skipped = new HashMap<>();
        private final Set<Long> dark = new HashSet<>();

        Making(List<Offer> offers, Occupancy occupancy, Turns turns) {
            this.offers = offers;
            this.free = offers.stream().mapToInt(Offer::free).toArray();
            this.occupancy = occupancy;
            this.turns = turns;
        }

        Plan make(Collection<Line> lines) {
            Map<String, Map<Party, List<Waiting>>> tenants = new HashMap<>();
            for (Line line : lines) {
                Demand demand = line.demand();
                tenants.computeIfAbsent(demand.tenant(), tenant -> new HashMap<>())
                        .computeIfAbsent(
                                new Party(demand.tenant(), demand.namespace()),
                                party -> new ArrayList<>())
                        .add(new Waiting(line));
            }
            while (!tenants.isEmpty()) {
                Party tenant = turns.next(tenants.keySet().stream().map(Party::tenant).toList());
                Map<Party, List<Waiting>> parties = tenants.get(tenant.tenant());
                if (parties == null || parties.isEmpty()) {
                    tenants.remove(tenant.tenant());
                    continue;
                }
                Party party = turns.next(parties.keySet());
                if (!serve(parties.getOrDefault(party, List.of()))) {
                    parties.remove(party);
                }
            }
            return new Plan(given, skipped, turns.moved(), dark);
        }

        /** Gives one run of that namespace; false when none of it can be given. */
        private boolean serve(List<Waiting> lines) {
            List<Waiting> ends = lines.stream().filter(Waiting::endsInTheDark).toList();
            if (!ends.isEmpty()) {
                // one of those who are not known here might come before what the others have
                if (IntStream.of(free).anyMatch(seats -> seats > 0)) {
                    ends.forEach(end -> dark.add(end.line.demand().line()));
                }
                return false;
            }
            while (true) {
                Waiting first = null;
                for (Waiting line : lines) {
                    if (line.open
                            && (first == null
                                    || Candidate.ORDER.compare(line.head(), first.head()) < 0)) {
                        first = line;
                    }
                }
                if (first == null) {
                    return false;
                }
                Candidate run = first.head();
                Optional<Obstacle> full = occupancy.full(run.demand());
                int offer = full.isPresent() ? -1 : offer(run.demand());
                if (offer >= 0) {
                    free[offer]--;
                    occupancy.add(run.demand());
                    turns.served(run.demand().tenant(), run.demand().namespace());
                    given.add(new Plan.Given(run, offer));
                    first.step();
                    return true;
                }
                skipped.put(run, full.orElseGet(() -> misfit(run.demand())));
                first.open = false;
            }
        }

        /** Of the workers that may have it the one with most room, so that load is spread. */
        private int offer(Demand demand) {
            int best = -1;
            for (int i = 0; i < free.length; i++) {
                if (free[i] > 0
                        && (best < 0 || free[i] > free[best])
                        && offers.get(i).misfit(demand).isEmpty()) {
                    best = i;
                }
            }
            return best;
        }

        private Obstacle misfit(Demand demand) {
            return offers.stream().anyMatch(offer -> offer.misfit(demand).isEmpty())
                    ? new Obstacle.NotItsTurn()
                    : offers.stream()
                            .flatMap(offer -> offer.misfit(demand).stream())
                            .findFirst()
                            .orElseGet(() -> new Obstacle.NoWorker(demand.pool()));
        }

        /** A line while it is served. */
        private final class Waiting {
            private final Line line;
            private int at;
            private boolean open = true;

            Waiting(Line line) {
                this.line = line;
            }

            Candidate head() {
                return line.first().get(at);
            }

            /** On to the next one. */
            void step() {
                at++;
                open = at < line.first().size();
            }

            /** Everybody was served who is known, and others wait behind them. */
            boolean endsInTheDark() {
                return at == line.first().size() && line.more();
            }
        }
    }
}
