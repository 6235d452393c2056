package dev.joch.scheduler.simulation;

import dev.joch.catalogue.run.PhaseWords;
import dev.joch.scheduler.run.StoredRun;
import dev.joch.scheduler.store.MemoryRunStore.Told;
import dev.joch.scheduler.v1.Run;
import dev.joch.scheduler.v1.RunPhase;
import dev.joch.testkit.check.Finding;
import dev.joch.testkit.run.EffectChecker;
import dev.joch.testkit.run.RunChecker;
import dev.joch.testkit.run.RunHistory;
import dev.joch.testkit.run.RunHistory.Seen;
import dev.joch.testkit.run.RunHistory.Step;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is to be said of one simulation.
 *
 * @param chronicle everything that happened, in its order
 * @param findings promises that were broken
 */
record Verdict(List<String> chronicle, List<Finding> findings) {

    static Verdict of(Plane plane, List<Client> clients, List<String> chronicle) {
        List<Finding> findings = new ArrayList<>(plane.journal().findings());
        for (Client client : clients) {
            if (!client.isSubmitted()) {
                findings.add(new Finding("no answer", client.uid(), "never acknowledged"));
            }
            findings.addAll(ofOne(plane, client));
        }
        findings.addAll(limits(plane, clients));
        return new Verdict(chronicle, findings);
    }

    private static List<Finding> ofOne(Plane plane, Client client) {
        Run last =
                plane.store()
                        .find(client.key())
                        .map(StoredRun::run)
                        .orElse(Run.getDefaultInstance());
        String uid = client.uid();
        Journal journal = plane.journal();
        RunHistory history =
                new RunHistory(
                        journal.submitted().stream().filter(run -> run.run().equals(uid)).toList(),
                        journal.steps().stream().filter(step -> step.run().equals(uid)).toList(),
                        List.of(seen(uid, last)),
                        told(plane, client),
                        journal.effects().stream().filter(call -> call.run().equals(uid)).toList(),
                        Errand.of(client.key().name()).work());
        List<Finding> findings = new ArrayList<>();
        RunChecker.findings(history).stream()
                .filter(finding -> !mayBeGivenUp(finding, plane, client, last))
                .forEach(findings::add);
        EffectChecker.findings(history).stream()
                .filter(finding -> !mayComeLate(finding, plane, client))
                .forEach(findings::add);
        RunPhase answered = journal.ends().get(uid);
        if (answered != null && answered != last.getPhase()) {
            findings.add(
                    new Finding("answer taken back", uid, answered + ", then " + last.getPhase()));
        }
        return findings;
    }

    private static Seen seen(String uid, Run last) {
        String author = last.getReport().getLogTail();
        return new Seen(
                uid,
                PhaseWords.word(last.getPhase()),
                last.getAttempt(),
                author.isEmpty() ? 0 : Integer.parseInt(author));
    }

    private static List<RunHistory.Told> told(Plane plane, Client client) {
        List<RunHistory.Told> told = new ArrayList<>();
        for (Told each : plane.store().told()) {
            if (each.key().equals(client.key())) {
                String type = each.message().getDescriptorForType().getName();
                String word = type.substring("Execution".length());
                told.add(
                        new RunHistory.Told(
                                client.uid(),
                                "" + told.size(),
                                PhaseWords.ended(word) ? word : ""));
            }
        }
        return told;
    }

    /** With attempts left: when its time is over, or when another one might do something twice. */
    private static boolean mayBeGivenUp(Finding finding, Plane plane, Client client, Run last) {
        return finding.rule().equals("given up early")
                && (last.getReason().equals("DeadlineExceeded")
                        || plane.tools().onRecord(client.key()));
    }

    /** What has left a program is done, though nobody waits for it any more. */
    private static boolean mayComeLate(Finding finding, Plane plane, Client client) {
        return finding.rule().equals("after the end")
                && (Errand.of(client.key().name()).tool() == Errand.Tool.GATEWAY
                        || plane.journal().steps().stream()
                                .anyMatch(step -> step.run().equals(client.uid()) && step.lost()));
    }

    /** Of that agent of a namespace, no more runs are held at a time than there may be. */
    private static List<Finding> limits(Plane plane, List<Client> clients) {
        Map<String, String> narrow = new HashMap<>();
        clients.stream()
                .filter(Client::isNarrow)
                .forEach(client -> narrow.put(client.uid(), client.key().namespace()));
        Map<String, Set<String>> held = new HashMap<>();
        List<Finding> findings = new ArrayList<>();
        for (Step step : plane.journal().steps()) {
            String namespace = narrow.get(step.run());
            if (namespace == null) {
                continue;
            }
            Set<String> now = held.computeIfAbsent(namespace, absent -> new TreeSet<>());
            if (!step.held()) {
                now.remove(step.run());
            } else if (now.add(step.run()) && now.size() > Plane.MOST_OF_NARROW) {
                findings.add(new Finding("limit", step.run(), now + " are held at once"));
            }
        }
        return findings;
    }
}
