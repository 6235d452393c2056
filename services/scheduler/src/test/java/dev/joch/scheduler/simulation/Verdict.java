package dev.joch.scheduler.simulation;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;

import dev.joch.catalogue.run.PhaseWords;
import dev.joch.event.v1.EventContext;
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
 * @param back runs that a late submission has brought after they were deleted
 */
record Verdict(List<String> chronicle, List<Finding> findings, int back) {

    /** How names of workers begin that take what comes. */
    private static final String POOLED = "worker";

    static Verdict of(Plane plane, List<Client> clients, List<String> chronicle) {
        List<Finding> findings = new ArrayList<>(plane.journal().findings());
        for (Client client : clients) {
            if (!client.isSubmitted() && !client.isDeleted()) {
                findings.add(new Finding("no answer", client.uid(), "never acknowledged"));
            }
            if (client.isDeleted() && !client.isForgotten()) {
                findings.add(new Finding("no answer", client.uid(), "never forgotten"));
            }
            if (!plane.journal().back().contains(client.uid())) {
                findings.addAll(ofOne(plane, client));
            } else if (plane.store()
                    .find(client.key())
                    .filter(run -> run.run().getUid().equals(client.uid()) && !run.ended())
                    .filter(run -> plane.world().now() >= run.dueAt() + Plane.PATIENCE.claim())
                    .isPresent()) {
                findings.add(new Finding("back again", client.uid(), "and there to stay"));
            }
        }
        findings.addAll(limits(plane, clients));
        findings.addAll(jobs(plane, clients));
        return new Verdict(chronicle, findings, plane.journal().back().size());
    }

    private static List<Finding> ofOne(Plane plane, Client client) {
        String uid = client.uid();
        Journal journal = plane.journal();
        Run last = seen(plane, client);
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
        findings.addAll(givenAway(history, client));
        RunPhase answered = journal.ends().get(uid);
        if (answered != null && answered != last.getPhase()) {
            findings.add(
                    new Finding("answer taken back", uid, answered + ", then " + last.getPhase()));
        }
        return findings;
    }

    /** What may not be done twice was done, and another attempt may do it. */
    private static List<Finding> givenAway(RunHistory history, Client client) {
        if (Errand.of(client.key().name()).tool() != Errand.Tool.GATEWAY) {
            return List.of();
        }
        return history.steps().stream()
                .filter(step -> step.lost() && !step.ended())
                .filter(step ->
                        history.effects().stream()
                                .anyMatch(effect -> effect.micros() < step.micros()))
                .map(step -> new Finding("given away", client.uid(), step.toString()))
                .toList();
    }

    /** What is there of it; of one that was forgotten, what was there last. */
    private static Run seen(Plane plane, Client client) {
        return client.isForgotten()
                ? plane.journal().last(client.uid())
                : plane.store()
                        .find(client.key())
                        .map(StoredRun::run)
                        .orElse(Run.getDefaultInstance());
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
            if (each.key().equals(client.key()) && isOf(each.message(), client.uid())) {
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

    private static boolean isOf(Message event, String uid) {
        FieldDescriptor context = event.getDescriptorForType().findFieldByName("context");
        return ((EventContext) event.getField(context)).getExecutionUid().equals(uid);
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

    /** A run in job mode is held by a worker of its own, and that one holds no other run. */
    private static List<Finding> jobs(Plane plane, List<Client> clients) {
        Map<String, Client> byUid = new HashMap<>();
        clients.forEach(client -> byUid.put(client.uid(), client));
        Map<String, Set<Integer>> begun = new HashMap<>();
        List<Finding> findings = new ArrayList<>();
        for (Step step : plane.journal().steps()) {
            Client client = byUid.get(step.run());
            if (client == null || !step.held()) {
                continue;
            }
            if (!step.worker().startsWith(client.isJob() ? client.worker() : POOLED)) {
                findings.add(new Finding("not its worker", step.run(), step.toString()));
            }
            if (client.isJob() && step.phase().equals(RunHistory.RUNNING)) {
                Set<Integer> attempts =
                        begun.computeIfAbsent(step.worker(), absent -> new TreeSet<>());
                if (attempts.add(step.attempt()) && attempts.size() > 1) {
                    findings.add(new Finding("a job goes on", step.run(), step.toString()));
                }
            }
        }
        for (Job job : plane.jobs()) {
            if (!job.isCleared()) {
                findings.add(new Finding("job left", job.toString(), "it is not cleared away"));
            }
        }
        return findings;
    }
}
