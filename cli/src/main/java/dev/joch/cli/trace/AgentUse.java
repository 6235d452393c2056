package dev.joch.cli.trace;

import dev.joch.cli.json.Tree;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The runs of one agent, added up. */
final class AgentUse {
    private static final double SHARE = 0.95;

    private final String namespace;
    private final String agent;
    private long executions;
    private long running;
    private long failed;
    private double costUsd;
    private final List<Long> durations = new ArrayList<>();

    AgentUse(String namespace, String agent) {
        this.namespace = namespace;
        this.agent = agent;
    }

    void add(@Nullable Object run) {
        executions++;
        switch (Tree.text(run, "status", "phase")) {
            case "Running", "Suspended" -> running++;
            case "Failed" -> failed++;
            default -> {
                // counted as an execution
            }
        }
        costUsd += number(run, "costUsd");
        long duration = Tree.number(run, "status", "durationMs");
        if (duration > 0) {
            durations.add(duration);
        }
    }

    private static double number(@Nullable Object run, String field) {
        try {
            String text = Tree.text(run, "status", field);
            return text.isEmpty() ? 0 : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Of the runs that have ended; 0 when none has. */
    private long p95() {
        if (durations.isEmpty()) {
            return 0;
        }
        List<Long> sorted = new ArrayList<>(durations);
        Collections.sort(sorted);
        return sorted.get((int) Math.ceil(SHARE * sorted.size()) - 1);
    }

    /** The largest first, and by name where they are alike. */
    static Comparator<AgentUse> by(String word) {
        Comparator<AgentUse> order =
                switch (word) {
                    case "executions" -> Comparator.comparingLong(use -> use.executions);
                    case "failed" -> Comparator.comparingLong(use -> use.failed);
                    case "duration" -> Comparator.comparingLong(AgentUse::p95);
                    default -> Comparator.comparingDouble(use -> use.costUsd);
                };
        return order.reversed().thenComparing(use -> use.namespace).thenComparing(use -> use.agent);
    }

    Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("namespace", namespace);
        json.put("agent", agent);
        json.put("executions", executions);
        json.put("running", running);
        json.put("failed", failed);
        json.put("costUsd", costUsd);
        json.put("p95DurationMs", p95());
        return json;
    }
}
