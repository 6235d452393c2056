package dev.joch.controllermanager.graph;

import dev.joch.controllermanager.queue.Wake;
import dev.joch.controllermanager.queue.WakeRows;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Writes down what many records depend on, and wakes whoever has to look because of it: each thing
 * in one statement for all of them.
 */
final class RegisterRows {

    private final Connection transaction;
    private final List<Move> moves;

    private RegisterRows(Connection transaction, List<Move> moves) {
        this.transaction = transaction;
        this.moves = moves;
    }

    /**
     * @return whether anybody was woken
     */
    static boolean register(Connection transaction, List<Asked> all) throws SQLException {
        Map<ResourceKey, Asked> each = new LinkedHashMap<>();
        all.forEach(asked -> each.merge(asked.dependent().key(), asked, Asked::newer));
        List<Asked> once = List.copyOf(each.values());
        GraphLocks.shared(transaction, once);
        List<Remembered> before = RememberedRows.find(transaction, List.copyOf(each.keySet()));
        List<Move> moves = new ArrayList<>();
        for (int i = 0; i < once.size(); i++) {
            moves.add(new Move(once.get(i), before.get(i)));
        }
        return new RegisterRows(transaction, moves).run();
    }

    private boolean run() throws SQLException {
        DependencyRows.remove(
                transaction, moves.stream().flatMap(move -> move.removed().stream()).toList());
        DependencyRows.add(
                transaction, moves.stream().flatMap(move -> move.added().stream()).toList());
        ScopeRows.keep(transaction, those(Move::scopeMoved));
        List<Wake> wakes = new ArrayList<>(bills());
        wakes.addAll(missed());
        List<Wake> counts = moves.stream().flatMap(move -> move.counts().stream()).toList();
        WakeRows.wake(transaction, wakes);
        WakeRows.remind(transaction, counts);
        return !wakes.isEmpty() || !counts.isEmpty();
    }

    private List<Move> those(Predicate<Move> which) {
        return moves.stream().filter(which).toList();
    }

    private List<Wake> bills() throws SQLException {
        List<Move> moved = those(Move::manifestMoved);
        Map<ResourceKey, Set<ResourceKey>> bills =
                DependencyRows.dependents(
                        transaction, moved.stream().map(Move::key).toList(), "AgBOM");
        List<Wake> wakes = new ArrayList<>();
        for (Move move : moved) {
            Set<ResourceKey> those = bills.getOrDefault(move.key(), Set.of());
            wakes.addAll(move.cause().reaches(those, move.revision()));
        }
        return wakes;
    }

    /** What changed after it was looked at wakes the record again. */
    private List<Wake> missed() throws SQLException {
        Map<ResourceKey, Long> missed = SeenRows.newest(transaction, moves);
        ScopeRows.newestChooser(transaction, those(Move::labelsMoved))
                .forEach((key, revision) -> missed.merge(key, revision, Math::max));
        List<Wake> wakes = new ArrayList<>();
        for (Move move : moves) {
            Long revision = missed.get(move.key());
            if (revision != null) {
                wakes.addAll(move.cause().reaches(Set.of(move.key()), revision));
            }
        }
        return wakes;
    }
}
