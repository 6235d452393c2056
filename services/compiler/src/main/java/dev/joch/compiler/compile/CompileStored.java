package dev.joch.compiler.compile;

import dev.joch.catalogue.Catalogue;
import dev.joch.catalogue.CatalogueFeed;
import dev.joch.compiler.CompilerProblem;
import dev.joch.compiler.agent.CompileAgent;
import dev.joch.compiler.agent.Outcome;
import dev.joch.compiler.store.Draft;
import dev.joch.compiler.store.Kept;
import dev.joch.compiler.v1.CompileResult;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.service.batch.GroupCommit;
import dev.joch.service.problem.ProblemException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compiles agents as they are stored and keeps what came of it.
 *
 * <p>The revision of the replica is taken before anything is read from it, so what is kept was made
 * of that state or a newer one. Who was overtaken by another replica that saw more reads again.
 */
public final class CompileStored {

    /** Overtaken more often than that, somebody else is at work on it anyway. */
    private static final int ATTEMPTS = 4;

    private final CompileAgent core;
    private final Catalogue store;
    private final CatalogueFeed<CompilerView> feed;
    private final GroupCommit<List<Draft>, List<Kept>> keeping;
    private final Fan fan;
    private final Duration patience;

    /**
     * @param patience how long a call waits for the replica
     */
    public CompileStored(
            CompileAgent core,
            Catalogue store,
            CatalogueFeed<CompilerView> feed,
            GroupCommit<List<Draft>, List<Kept>> keeping,
            Fan fan,
            Duration patience) {
        this.core = core;
        this.store = store;
        this.feed = feed;
        this.keeping = keeping;
        this.fan = fan;
        this.patience = patience;
    }

    /**
     * One result per target, in order.
     *
     * @param minRevision of the store that must have been seen
     * @param left how long the caller waits
     */
    public List<CompileResult> compile(List<Target> targets, long minRevision, Duration left) {
        CompileResult[] results = new CompileResult[targets.size()];
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < results.length; i++) {
            open.add(i);
        }
        long wanted = minRevision;
        for (int attempt = 0; attempt < ATTEMPTS && !open.isEmpty(); attempt++) {
            wanted = round(targets, open, results, wanted, left);
        }
        if (!open.isEmpty()) {
            throw new ProblemException(new CompilerProblem.ViewBehind(wanted, feed.revision()));
        }
        return List.of(results);
    }

    /**
     * Compiles what is open and takes it off the list, unless it was overtaken.
     *
     * @return the revision that the next round must have seen
     */
    private long round(
            List<Target> targets,
            List<Integer> open,
            CompileResult[] results,
            long wanted,
            Duration left) {
        await(wanted);
        long seen = feed.revision();
        CompilerView view = feed.view();
        List<Work> works = new ArrayList<>();
        Map<ResourceKey, Resource> agents = agents(targets, open);
        for (int number : List.copyOf(open)) {
            Target target = targets.get(number);
            Resource agent = agents.get(target.agent());
            if (agent == null) {
                results[number] = CompileResults.missing(target);
                open.remove((Integer) number);
            } else {
                works.add(new Work(number, target, agent));
            }
        }
        compile(works, view);
        return keep(works, open, results, seen, left);
    }

    private void await(long wanted) {
        try {
            if (!feed.await(wanted, patience)) {
                throw new ProblemException(new CompilerProblem.ViewBehind(wanted, feed.revision()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(new CompilerProblem.ViewBehind(wanted, feed.revision()));
        }
    }

    private Map<ResourceKey, Resource> agents(List<Target> targets, List<Integer> open) {
        Set<ResourceKey> keys = new LinkedHashSet<>();
        open.forEach(number -> keys.add(targets.get(number).agent()));
        return store.find(keys);
    }

    /** What the replica lacks is asked for once, for all of them, before it counts as missing. */
    private void compile(List<Work> works, CompilerView view) {
        ViewShelf shelf = new ViewShelf(view, Map.of());
        fan.each(works, work -> work.compile(core, shelf));
        Set<ResourceKey> doubts = new LinkedHashSet<>();
        works.forEach(work -> doubts.addAll(work.outcome().doubts()));
        Map<ResourceKey, Resource> there = new HashMap<>(store.find(doubts));
        if (there.isEmpty()) {
            return;
        }
        ViewShelf more = new ViewShelf(view, there);
        List<Work> again =
                works.stream()
                        .filter(work ->
                                work.outcome().doubts().stream().anyMatch(there::containsKey))
                        .toList();
        fan.each(again, work -> work.compile(core, more));
        confirm(again, more, there);
    }

    /** What was found may refer to more that the replica lacks: a server of a tool, a model. */
    private void confirm(List<Work> works, ViewShelf shelf, Map<ResourceKey, Resource> there) {
        Set<ResourceKey> doubts = new LinkedHashSet<>();
        works.forEach(work -> doubts.addAll(work.outcome().doubts()));
        doubts.removeAll(there.keySet());
        Map<ResourceKey, Resource> further = store.find(doubts);
        if (!further.isEmpty()) {
            there.putAll(further);
            fan.each(works, work -> work.compile(core, shelf));
        }
    }

    private long keep(
            List<Work> works,
            List<Integer> open,
            CompileResult[] results,
            long seen,
            Duration left) {
        List<Work> compiled = new ArrayList<>();
        List<Draft> drafts = new ArrayList<>();
        for (Work work : works) {
            switch (work.outcome()) {
                case Outcome.Failed failed -> {
                    results[work.number()] =
                            CompileResults.of(work.target(), work.agent(), failed).build();
                    open.remove((Integer) work.number());
                }
                case Outcome.Compiled outcome -> {
                    compiled.add(work);
                    drafts.add(CompileResults.draft(work.target(), work.agent(), outcome, seen));
                }
            }
        }
        long wanted = seen;
        List<Kept> kept = drafts.isEmpty() ? List.of() : keeping.submit(drafts, left);
        for (int i = 0; i < kept.size(); i++) {
            Work work = compiled.get(i);
            switch (kept.get(i)) {
                case Kept.Newest newest -> {
                    results[work.number()] =
                            CompileResults.of(work.target(), work.agent(), work.outcome())
                                    .setManifest(newest.manifest())
                                    .setCreated(newest.created())
                                    .build();
                    open.remove((Integer) work.number());
                }
                case Kept.Stale stale -> wanted = Math.max(wanted, stale.inputRevision());
            }
        }
        return wanted;
    }
}
