package dev.joch.scheduler.store;

import dev.joch.resource.v1alpha1.ExecutionInput;
import dev.joch.scheduler.place.Bound;
import dev.joch.scheduler.place.Candidate;
import dev.joch.scheduler.place.Demand;
import dev.joch.scheduler.place.Limits;
import dev.joch.scheduler.place.Line;
import dev.joch.scheduler.place.Occupancy;
import dev.joch.scheduler.place.Offer;
import dev.joch.scheduler.place.Party;
import dev.joch.scheduler.place.Placement;
import dev.joch.scheduler.place.Plan;
import dev.joch.scheduler.place.Share;
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

    /** How many times as far each further look goes. */
    private static final int DEEPER = 4;

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
            serve(line.demand().pool(), List.of(ask), List.of(offer), List.of(line));
        }
    }

    private void serve(String pool, List<Integer> asks, List<Offer> all) throws SQLException {
        serve(pool, asks, asks.stream().map(all::get).toList(), tables.heads(pool));
    }

    private void serve(String pool, List<Integer> asks, List<Offer> offers, List<Line> heads)
            throws SQLException {
        Map<Bound, Integer> running = running(heads);
        Occupancy now = new Occupancy(limits, running);
        Map<Long, Line> open = new LinkedHashMap<>();
        for (Line line : heads) {
            Demand demand = line.demand();
            if (now.full(demand).isEmpty()
                    && offers.stream().anyMatch(offer -> offer.misfit(demand).isEmpty())) {
                open.put(demand.line(), line);
            }
        }
        if (!open.isEmpty()) {
            Map<Party, Share> shares = tables.shares(pool, tenants(open.values()));
            Plan plan = plan(pool, offers, open, running, shares);
            again |= plan.again();
            tables.move(pool, plan.moved());
            give(plan, asks, offers);
        }
    }

    /**
     * Begins with the first run of each line, and looks further down only where somebody may stand
     * whose turn it would be: mostly there are more lines than seats, and nobody does.
     */
    private Plan plan(
            String pool,
            List<Offer> offers,
            Map<Long, Line> lines,
            Map<Bound, Integer> running,
            Map<Party, Share> shares)
            throws SQLException {
        int deepest = Math.min(DEEPEST, offers.stream().mapToInt(Offer::free).sum());
        int depth = 1;
        while (true) {
            Plan plan =
                    Placement.plan(
                            offers,
                            lines.values(),
                            new Occupancy(limits, running),
                            new Turns(shares));
            if (!plan.again() || depth >= deepest) {
                return plan;
            }
            depth = Math.min(DEEPER * depth, deepest);
            for (Line line : tables.lines(pool, List.copyOf(plan.dark()), depth)) {
                lines.put(line.demand().line(), line);
            }
        }
    }

    private Map<Bound, Integer> running(List<Line> lines) throws SQLException {
        List<Bound> limited =
                lines.stream()
                        .flatMap(line -> Bound.of(line.demand()).stream())
                        .filter(bound -> limits.of(bound) > 0)
                        .distinct()
                        .toList();
        return limited.isEmpty() ? Map.of() : tables.running(limited);
    }

    private static List<String> tenants(Collection<Line> lines) {
        List<String> tenants =
                new ArrayList<>(
                        lines.stream().map(line -> line.demand().tenant()).distinct().toList());
        tenants.add(Party.ALL.tenant());
        return tenants;
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
