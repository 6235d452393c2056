package dev.joch.scheduler.store;

import com.google.protobuf.Message;

import dev.joch.resource.v1alpha1.ExecutionInput;
import dev.joch.scheduler.place.Demand;
import dev.joch.scheduler.run.RunCommand;
import dev.joch.scheduler.run.RunDecision;
import dev.joch.scheduler.run.RunKey;
import dev.joch.scheduler.run.StoredRun;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Decides commands and writes what becomes of their runs, in an open transaction. */
final class RunTransaction {

    /** Whoever loses a race to add a run sees it the next time. */
    private static final int MOST_ROUNDS = 5;

    private final RunTables tables;
    private final Rule rule;
    private final long now;
    private final List<Told> told = new ArrayList<>();
    private final Changes changes = new Changes();

    RunTransaction(RunTables tables, Rule rule, long now) {
        this.tables = tables;
        this.rule = rule;
        this.now = now;
    }

    /** What becomes of a run by a command, at that time. */
    @FunctionalInterface
    interface Rule {
        RunDecision decide(Optional<StoredRun> current, RunCommand command, long now);
    }

    /** Something to tell of a run. */
    record Told(RunKey key, String traceparent, Message message) {}

    List<RunDecision> decide(List<RunCommand> commands) throws SQLException {
        @Nullable RunDecision[] decisions = new RunDecision[commands.size()];
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < commands.size(); i++) {
            open.add(i);
        }
        for (int round = 0; !open.isEmpty(); round++) {
            if (round == MOST_ROUNDS) {
                throw new IllegalStateException("a run comes and goes faster than it can be read");
            }
            open = round(commands, open, decisions);
        }
        List<RunDecision> all = new ArrayList<>();
        for (RunDecision decision : decisions) {
            if (decision == null) {
                throw new IllegalStateException("every command has a decision");
            }
            all.add(decision);
        }
        return all;
    }

    List<Told> told() {
        return told;
    }

    Changes changes() {
        return changes;
    }

    /** Gives those that have to be decided once more. */
    private List<Integer> round(
            List<RunCommand> commands, List<Integer> open, @Nullable RunDecision[] decisions)
            throws SQLException {
        TreeSet<RunKey> keys = new TreeSet<>();
        open.forEach(i -> keys.add(commands.get(i).key()));
        Map<RunKey, StoredRun> before = load(List.copyOf(keys));
        Map<RunKey, StoredRun> after = new HashMap<>(before);
        Map<RunKey, ExecutionInput> inputs = new HashMap<>();
        Map<Integer, RunDecision> decided = new HashMap<>();
        for (int i : open) {
            RunKey key = commands.get(i).key();
            Optional<StoredRun> current = Optional.ofNullable(after.get(key));
            RunDecision decision = rule.decide(current, commands.get(i), now);
            decided.put(i, decision);
            if (decision instanceof RunDecision.Become become) {
                after.put(key, become.run());
                become.input().ifPresent(input -> inputs.put(key, input));
            } else if (decision instanceof RunDecision.Gone) {
                after.remove(key);
            }
        }
        Set<RunKey> late = write(keys, before, after, inputs);
        List<Integer> again = new ArrayList<>();
        for (int i : open) {
            RunKey key = commands.get(i).key();
            if (late.contains(key)) {
                again.add(i);
                continue;
            }
            RunDecision decision = decided.get(i);
            decisions[i] = decision;
            if (decision instanceof RunDecision.Become become) {
                tell(key, become.run(), become.told());
            } else if (decision instanceof RunDecision.Gone gone && before.containsKey(key)) {
                tell(key, before.get(key), gone.told());
            }
        }
        return again;
    }

    private void tell(RunKey key, @Nullable StoredRun run, List<Message> messages) {
        String cause = run == null ? "" : run.run().getTraceparent();
        messages.forEach(message -> told.add(new Told(key, cause, message)));
    }

    private Map<RunKey, StoredRun> load(List<RunKey> keys) throws SQLException {
        Map<RunKey, StoredRun> runs = tables.runs(keys);
        List<RunKey> leased =
                runs.values().stream()
                        .filter(StoredRun::leased)
                        .map(StoredRun::key)
                        .sorted()
                        .toList();
        tables.leases(leased)
                .forEach((key, until) ->
                        runs.computeIfPresent(key, (same, run) -> run.leasedUntil(until)));
        return runs;
    }

    /** Gives the keys for which somebody else came first; nothing of them is written. */
    private Set<RunKey> write(
            Collection<RunKey> keys,
            Map<RunKey, StoredRun> before,
            Map<RunKey, StoredRun> after,
            Map<RunKey, ExecutionInput> inputs)
            throws SQLException {
        List<RunTables.Row> added = new ArrayList<>();
        List<RunTables.Row> changed = new ArrayList<>();
        List<RunKey> gone = new ArrayList<>();
        Map<RunKey, ExecutionInput> replaced = new HashMap<>();
        for (RunKey key : keys) {
            StoredRun was = before.get(key);
            StoredRun is = after.get(key);
            ExecutionInput input = inputs.get(key);
            if (is == null) {
                if (was != null) {
                    gone.add(key);
                }
            } else if (was == null) {
                added.add(
                        new RunTables.Row(
                                is,
                                input == null ? ExecutionInput.getDefaultInstance() : input,
                                0));
            } else if (!is.equals(was)) {
                changed.add(
                        new RunTables.Row(
                                is, ExecutionInput.getDefaultInstance(), was.run().getVersion()));
                if (input != null) {
                    replaced.put(key, input);
                }
            }
        }
        Set<RunKey> late = tables.add(added);
        tables.replace(changed);
        tables.replaceInputs(replaced);
        tables.remove(gone);
        places(keys, before, after, late);
        return late;
    }

    /** Queue and leases follow the phases. */
    private void places(
            Collection<RunKey> keys,
            Map<RunKey, StoredRun> before,
            Map<RunKey, StoredRun> after,
            Set<RunKey> late)
            throws SQLException {
        List<StoredRun> queued = new ArrayList<>();
        List<RunKey> taken = new ArrayList<>();
        List<StoredRun> leased = new ArrayList<>();
        List<RunKey> released = new ArrayList<>();
        for (RunKey key : keys) {
            if (late.contains(key)) {
                continue;
            }
            StoredRun was = before.get(key);
            StoredRun is = after.get(key);
            boolean waited = was != null && was.waiting();
            boolean waits = is != null && is.waiting();
            boolean sameWait =
                    was != null
                            && is != null
                            && waited
                            && waits
                            && Demand.of(was).equals(Demand.of(is));
            if (waited && !sameWait) {
                taken.add(key);
            }
            if (waits && !sameWait) {
                queued.add(is);
            }
            boolean had = was != null && was.leased();
            if (is != null && is.leased()) {
                if (!is.equals(was)) {
                    leased.add(is);
                }
            } else if (had) {
                released.add(key);
            }
        }
        tables.dequeue(taken);
        tables.enqueue(queued);
        tables.hold(leased);
        tables.release(released);
        changes.saw(!queued.isEmpty(), !released.isEmpty(), cancels(leased, before));
    }

    private static boolean cancels(List<StoredRun> leased, Map<RunKey, StoredRun> before) {
        for (StoredRun run : leased) {
            StoredRun was = before.get(run.key());
            if (run.run().getCancelRequested()
                    && (was == null || !was.run().getCancelRequested())) {
                return true;
            }
        }
        return false;
    }
}
