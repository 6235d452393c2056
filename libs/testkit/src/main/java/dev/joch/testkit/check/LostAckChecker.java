package dev.joch.testkit.check;

import dev.joch.testkit.history.History;
import dev.joch.testkit.history.Operation;
import dev.joch.testkit.history.Sighting;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was acknowledged is in the log of changes, what was refused is not, what nobody answered is
 * there as a whole or not at all, and the last reading agrees with the log.
 *
 * <p>Needs values that are written once. The last reading of each key is recorded as an operation
 * named {@link #LAST}.
 */
public final class LostAckChecker {

    /** Reading after the run, with {@code value} and {@code version}, without them when absent. */
    public static final String LAST = "last";

    private record Written(String key, String value) {}

    private final Map<Written, Long> log = new HashMap<>();
    private final Map<String, Sighting> newest = new HashMap<>();
    private final Map<String, List<Long>> deletions = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    private LostAckChecker(List<Sighting> changes) {
        for (Sighting change : changes) {
            newest.put(change.key(), change);
            if (change.type() == Sighting.Type.DELETED) {
                deletions
                        .computeIfAbsent(change.key(), key -> new ArrayList<>())
                        .add(change.revision());
            } else {
                log.putIfAbsent(new Written(change.key(), change.value()), change.revision());
            }
        }
    }

    public static List<Finding> findings(History history) {
        LostAckChecker checker = new LostAckChecker(history.changes());
        Map<Written, Operation> writers = new LinkedHashMap<>();
        for (Operation operation : history.operations()) {
            if (operation.name().equals(LAST)) {
                checker.compareLast(operation);
            } else {
                checker.judge(operation, writers);
            }
        }
        for (Written written : checker.log.keySet()) {
            if (!writers.containsKey(written)) {
                checker.report("nobody wrote", written.key(), "holds " + written.value());
            }
        }
        return List.copyOf(checker.findings);
    }

    private void judge(Operation operation, Map<Written, Operation> writers) {
        Map<String, String> documents = Batches.documents(operation);
        documents.forEach((key, value) -> {
            Operation before = writers.put(new Written(key, value), operation);
            if (before != null) {
                throw new IllegalArgumentException(
                        "written twice: " + before + " and " + operation);
            }
        });
        List<String> there = there(documents);
        switch (operation.answer()) {
            case OK -> acknowledged(operation, documents);
            case REFUSED -> {
                if (!there.isEmpty()) {
                    report("refused", operation.toString(), "is stored all the same: " + there);
                }
            }
            case UNKNOWN -> {
                if (!there.isEmpty() && there.size() < documents.size()) {
                    report("half there", operation.toString(), "only " + there);
                }
            }
        }
    }

    private List<String> there(Map<String, String> documents) {
        return documents.entrySet().stream()
                .filter(entry -> log.containsKey(new Written(entry.getKey(), entry.getValue())))
                .map(Map.Entry::getKey)
                .toList();
    }

    private void acknowledged(Operation operation, Map<String, String> documents) {
        documents.forEach((key, value) -> {
            @Nullable Long revision = log.get(new Written(key, value));
            @Nullable String told = Batches.version(operation, key);
            if (revision == null) {
                report("lost", operation.toString(), key + " was never " + value);
            } else if (told != null && Long.parseLong(told) != revision) {
                report(
                        "other version",
                        operation.toString(),
                        key + " has " + revision + " in the log");
            }
        });
        if (operation.name().equals(RegisterModel.DELETE)) {
            @Nullable String told = operation.result().get("version");
            List<Long> deleted = deletions.getOrDefault(operation.key(), List.of());
            if (told == null ? deleted.isEmpty() : !deleted.contains(Long.valueOf(told))) {
                report("lost", operation.toString(), "the log knows no such deletion");
            }
        }
    }

    private void compareLast(Operation reading) {
        @Nullable Sighting change = newest.get(reading.key());
        @Nullable String value = reading.result().get("value");
        if (change == null || change.type() == Sighting.Type.DELETED) {
            if (value != null) {
                report("last reading", reading.key(), "is " + value + ", the log has it deleted");
            }
        } else if (!change.value().equals(value)) {
            report("last reading", reading.key(), "is " + value + ", the log ends with " + change);
        }
    }

    private void report(String rule, String subject, String text) {
        findings.add(new Finding(rule, subject, text));
    }
}
