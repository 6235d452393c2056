package dev.joch.testkit.check;

import dev.joch.testkit.history.History;
import dev.joch.testkit.history.Operation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every resource behaves as if each operation on it took effect at one moment between its
 * invocation and its answer. Keys are judged one by one: a set of linearizable resources is
 * linearizable.
 */
public final class LinearizabilityChecker {

    private final Duration mostPerKey;

    /**
     * @param mostPerKey time after which a key stays undecided
     */
    public LinearizabilityChecker(Duration mostPerKey) {
        this.mostPerKey = mostPerKey;
    }

    /** What is to be said of each key. Operations other than those of the register are left out. */
    public Map<String, Verdict> judge(List<Operation> operations) {
        List<Operation> telling =
                Batches.perKey(operations).stream().filter(RegisterModel::says).toList();
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        History.byKey(telling)
                .forEach((key, ofKey) ->
                        verdicts.put(
                                key,
                                new OrderSearch<>(new RegisterModel(ofKey), ofKey, mostPerKey)
                                        .run()));
        return verdicts;
    }

    /** Keys that no order explains, of clients' operations and of what Joch wrote beside them. */
    public List<Finding> findings(History history) {
        List<Operation> operations = new ArrayList<>(history.operations());
        operations.addAll(Touches.in(history));
        return findings(operations);
    }

    /** Keys that no order explains. */
    public List<Finding> findings(List<Operation> operations) {
        List<Finding> findings = new ArrayList<>();
        judge(operations)
                .forEach((key, verdict) -> {
                    switch (verdict) {
                        case Verdict.Linearizable ignored -> {}
                        case Verdict.Undecided ignored -> {}
                        case Verdict.Broken broken ->
                                findings.add(new Finding("linearizable", key, text(broken)));
                    }
                });
        return findings;
    }

    private static String text(Verdict.Broken broken) {
        return "no order of its operations explains the answers; the best explains "
                + broken.explained()
                + " and not: "
                + broken.stuck();
    }
}
