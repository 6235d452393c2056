package dev.joch.testkit.check;

import dev.joch.testkit.history.History;
import dev.joch.testkit.history.HistoryFolder;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Judges saved histories again: {@code Recheck FOLDER...}. */
public final class Recheck {

    private static final Duration MOST_PER_KEY = Duration.ofMinutes(2);

    private Recheck() {}

    public static void main(String[] args) {
        int faults = 0;
        for (String folder : args) {
            List<Finding> findings = all(new HistoryFolder(Path.of(folder)).load(), MOST_PER_KEY);
            findings.forEach(System.out::println);
            System.out.println(folder + ": " + findings.size() + " findings");
            faults += findings.size();
        }
        System.exit(faults == 0 ? 0 : 1);
    }

    /** What all judges say. */
    public static List<Finding> all(History history, Duration mostPerKey) {
        List<Finding> findings = new ArrayList<>(LostAckChecker.findings(history));
        findings.addAll(WatchChecker.findings(history, true));
        findings.addAll(new LinearizabilityChecker(mostPerKey).findings(history));
        return findings;
    }
}
