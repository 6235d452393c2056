package dev.joch.compiler;

import dev.joch.compiler.store.Draft;
import dev.joch.compiler.store.Kept;
import dev.joch.compiler.store.ManifestStore;
import dev.joch.service.batch.GroupCommit;

import java.util.ArrayList;
import java.util.List;

/** What several calls keep goes into one commit. */
record KeepManifests(GroupCommit<List<Draft>, List<Kept>> group) implements AutoCloseable {

    static List<List<Kept>> together(ManifestStore store, List<List<Draft>> calls) {
        List<Kept> all = store.keep(calls.stream().flatMap(List::stream).toList());
        List<List<Kept>> answers = new ArrayList<>();
        int from = 0;
        for (List<Draft> call : calls) {
            answers.add(all.subList(from, from + call.size()));
            from += call.size();
        }
        return answers;
    }

    @Override
    public void close() {
        group.close();
    }
}
