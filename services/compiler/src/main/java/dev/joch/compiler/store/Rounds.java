package dev.joch.compiler.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Splits drafts so that each place occurs once in a round, in the order in which they came. */
final class Rounds {

    private Rounds() {}

    /** A draft and where its answer goes. */
    record Numbered(int number, Draft draft) {}

    /** Each round in the order in which its rows are locked. */
    static List<List<Numbered>> of(List<Draft> drafts) {
        List<List<Numbered>> rounds = new ArrayList<>();
        Map<Draft.Place, Integer> seen = new HashMap<>();
        for (int i = 0; i < drafts.size(); i++) {
            int round = seen.merge(drafts.get(i).place(), 1, Integer::sum) - 1;
            if (round == rounds.size()) {
                rounds.add(new ArrayList<>());
            }
            rounds.get(round).add(new Numbered(i, drafts.get(i)));
        }
        rounds.forEach(round -> round.sort((a, b) -> Draft.ORDER.compare(a.draft(), b.draft())));
        return rounds;
    }
}
