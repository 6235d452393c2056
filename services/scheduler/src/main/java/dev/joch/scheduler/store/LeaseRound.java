package dev.joch.scheduler.store;

import dev.joch.resource.v1alpha1.ExecutionInput;
import dev.joch.scheduler.place.Bound;
import dev.joch.scheduler.place.Candidate;
import dev.joch.scheduler.place.Limits;
import dev.joch.scheduler.place.Line;
import dev.joch.scheduler.place.Occupancy;
import dev.joch.scheduler.place.Offer;
import dev.joch.scheduler.place.Party;
import dev.joch.scheduler.place.Placement;
import dev.joch.scheduler.place.Plan;
import dev.joch.scheduler.place.Turns;
import dev.joch.scheduler.run.LeaseRef;
import dev.joch.scheduler.run.RunCommand;
import dev.joch.scheduler.run.RunDecision;
import dev.joch.scheduler.run.RunKey;
import dev.joch.scheduler.run.StoredRun;
import dev.joch.scheduler.store.RunStore.Ask;
import dev.joch.scheduler.store.RunStore.Leased;
import dev.joch.scheduler.v1.Run;
import dev.joch.scheduler.v1.WorkerDescription;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One decision about leases, in an open transaction: looks, plans, gives. */
final class LeaseRound {

    /** How far down a line is looked at once. */
    private static final int DEEPEST = 32;

    private final RunTables tables;
    private final RunTransaction transaction;
    private final Limits limits;
    private final long now;
    private final List<List<Leased>> given = new ArrayList<>();
    private boolean again;

    LeaseRound(RunTables tables, RunTransaction transaction, Limits limits, long now) {
        this.tables = tables;
        this.transaction = transaction;
        this.limits = limits;
        this.now = now;
    }

    RunStore.Round decide(List<Ask> asks) throws SQLException {
        tables.decideAlone();
        asks.forEach(ask -> given.add(new ArrayList<>()));
        Map<String, WorkerDescription> workers = new LinkedHashMap<>();
        asks.forEach(ask -> workers.put(ask.worker().getWorker(), ask.worker()));
        tables.heard(List.copyOf(workers.values()), now);
        Map<String, Integer> held = tables.heldBy(workers.keySet());
        Map<String, List<Integer>> pools = new TreeMap<>();
        List<Offer> offers = new ArrayList<>();
        for (int i = 0; i < asks.size(); i++) {
            Ask ask = asks.get(i);
            String worker = ask.worker().getWorker();
            int room = ask.worker().getCapacity() - held.getOrDefault(worker, 0);
            Offer offer = new Offer(ask.worker(), Math.max(0, Math.min(ask.most(), room)));
            held.merge(worker, offer.free(), Integer::sum);
            offers.add(offer);
            if (ask.only().isPresent()) {
                one(i, offer, ask.only().get());
            } else if (offer.free() > 0) {
                pools.computeIfAbsent(ask.worker().getPool(), pool -> new ArrayList<>()).add(i);
            }
        }
        for (Map.Entry<String, List<Integer>> pool : pools.entrySet()) {
            serve(pool.getKey(), pool.getValue(), offers);
        }
        return new RunStore.Round(given, again);
    }

    private void one(int ask, Offer offer, RunKey key) throws SQLException {
        Optional<Candidate> found = tables.waiting(key);
        if (found.isPresent()) {
            Line line = new Line(List.of(found.get()), false);
            plan(found.get().demand().pool(), List.of(ask), List.of(offer), List.of(line));
        }
    }

    private void serve(String pool, List<Integer> asks, List<Offer> all) throws SQLException {
        List<Offer> offers = asks.stream().map(all::get).toList();
        List<Candidate> heads = tables.heads(pool);
        if (heads.isEmpty()) {
            return;
        }
        Occupancy occupancy = occupancy(heads);
        List<Long> open = new ArrayList<>();
        for (Candidate head : heads) {
            if (occupancy.full(head.demand()).isEmpty()
                    && offers.stream().anyMatch(offer -> offer.misfit(head.demand()).isEmpty())) {
                open.add(head.demand().line());
            }
        }
        int free = offers.stream().mapToInt(Offer::free).sum();
        if (!open.isEmpty()) {
            int depth = Math.max(1, Math.min(DEEPEST, free));
            plan(pool, asks, offers, tables.lines(pool, open, depth));
        }
    }

    private Occupancy occupancy(List<Candidate> heads) throws SQLException {
        List<Bound> limited =
                heads.stream()
                        .flatMap(head -> Bound.of(head.demand()).stream())
                        .filter(bound -> limits.of(bound) > 0)
                        .distinct()
                        .toList();
        return new Occupancy(limits, limited.isEmpty() ? Map.of() : tables.running(limited));
    }

    private void plan(String pool, List<Integer> asks, List<Offer> offers, Collection<Line> lines)
            throws SQLException {
        List<Candidate> heads = lines.stream().map(line -> line.first().getFirst()).toList();
        List<String> tenants =
                new ArrayList<>(
                        heads.stream().map(head -> head.demand().tenant()).distinct().toList());
        tenants.add(Party.ALL.tenant());
        Turns turns = new Turns(tables.shares(pool, tenants));
        Plan plan = Placement.plan(offers, lines, occupancy(heads), turns);
        again |= plan.again();
        give(plan, asks, offers);
        tables.move(pool, plan.moved());
    }

    private void give(Plan plan, List<Integer> asks, List<Offer> offers) throws SQLException {
        if (plan.given().isEmpty()) {
            return;
        }
        List<RunCommand> commands = new ArrayList<>();
        for (Plan.Given each : plan.given()) {
            commands.add(
                    new RunCommand.Lease(
                            each.run().key(),
                            each.run().uid(),
                            offers.get(each.offer()).worker().getWorker()));
        }
        List<RunDecision> decisions = transaction.decide(commands);
        Map<RunKey, Integer> leased = new HashMap<>();
        Map<RunKey, StoredRun> runs = new HashMap<>();
        for (int i = 0; i < decisions.size(); i++) {
            if (decisions.get(i) instanceof RunDecision.Become become && become.run().leased()) {
                leased.put(become.run().key(), asks.get(plan.given().get(i).offer()));
                runs.put(become.run().key(), become.run());
            } else {
                // it was cancelled meanwhile, or its time is over: there is room for another one
                again = true;
            }
        }
        Map<RunKey, ExecutionInput> inputs = tables.inputs(List.copyOf(leased.keySet()));
        for (Plan.Given each : plan.given()) {
            StoredRun run = runs.get(each.run().key());
            Integer ask = leased.get(each.run().key());
            if (run != null && ask != null) {
                given.get(ask).add(leased(run, inputs));
            }
        }
    }

    private Leased leased(StoredRun stored, Map<RunKey, ExecutionInput> inputs) {
        ExecutionInput input =
                inputs.getOrDefault(stored.key(), ExecutionInput.getDefaultInstance());
        Run run = stored.run().toBuilder().addAllInput(input.getContentList()).build();
        long remaining =
                stored.deadline() > 0
                        ? Math.max(1, (stored.deadline() - now) / 1_000)
                        : run.getTimeoutMs();
        return new Leased(LeaseRef.of(stored), run, remaining);
    }
}
