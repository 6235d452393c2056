package dev.joch.agbom.read;

import dev.joch.agbom.AgBomProblem;
import dev.joch.agbom.content.Content;
import dev.joch.agbom.content.ContentDiff;
import dev.joch.agbom.content.ContentText;
import dev.joch.agbom.format.Edition;
import dev.joch.agbom.format.Format;
import dev.joch.agbom.format.Writers;
import dev.joch.agbom.store.Bill;
import dev.joch.agbom.store.BillQuery;
import dev.joch.agbom.store.BillStore;
import dev.joch.agbom.store.Document;
import dev.joch.agbom.store.Lineage;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import java.util.List;

/** Documents, lists and differences of what was written. */
public final class ReadBills {

    private final BillStore store;
    private final Writers writers;

    public ReadBills(BillStore store, Writers writers) {
        this.store = store;
        this.writers = writers;
    }

    /** A bill and one of its documents. */
    public record Found(Bill bill, Document document) {}

    /**
     * One document.
     *
     * @param generation 0 is the newest
     * @param format empty is CycloneDX
     * @param plain without properties of Joch; written on request from what is kept of the content
     */
    public Found get(
            Lineage lineage, long generation, String format, boolean signed, boolean plain) {
        String word = format.isEmpty() ? Format.CYCLONEDX.word() : format;
        Format wanted =
                Format.named(word)
                        .orElseThrow(() ->
                                new ProblemException(
                                        new ServiceProblem.InvalidRequest(
                                                "format", "it is cyclonedx, spdx or swid")));
        if (signed && plain) {
            throw new ProblemException(
                    new ServiceProblem.InvalidRequest(
                            "plain", "what is signed is whole; ask for one of the two"));
        }
        Bill bill = bill(lineage, generation);
        Document document =
                store.document(lineage, bill.generation(), word, signed)
                        .orElseThrow(() ->
                                new ProblemException(
                                        new AgBomProblem.DocumentNotWritten(
                                                lineage.agent(), bill.generation(), word, signed)));
        return new Found(bill, plain ? plain(bill, wanted) : document);
    }

    private Document plain(Bill bill, Format format) {
        Lineage lineage = bill.lineage();
        Edition edition =
                new Edition(
                        lineage.tenant(),
                        lineage.namespace(),
                        lineage.agent(),
                        bill.generation(),
                        bill.generatedAt());
        byte[] body = writers.of(format).write(content(bill).plain(), edition);
        return new Document(format.word(), false, format.mediaType(), body);
    }

    private Bill bill(Lineage lineage, long generation) {
        return (generation == 0 ? store.newest(lineage) : store.find(lineage, generation))
                .orElseThrow(() ->
                        new ProblemException(
                                new AgBomProblem.BillNotFound(lineage.agent(), generation)));
    }

    private Content content(Bill bill) {
        return store.content(bill.lineage(), bill.generation())
                .map(ContentText::read)
                .orElseThrow(() ->
                        new ProblemException(
                                new AgBomProblem.BillNotFound(
                                        bill.lineage().agent(), bill.generation())));
    }

    /** Differences between two generations, with their numbers. */
    public record Difference(long from, long to, ContentDiff diff) {}

    /**
     * What two generations do not have in common.
     *
     * @param to 0 is the newest
     */
    public Difference diff(Lineage lineage, long from, long to) {
        Bill first = bill(lineage, from);
        Bill second = bill(lineage, to);
        return new Difference(
                first.generation(),
                second.generation(),
                ContentDiff.between(content(first), content(second)));
    }

    public List<Bill> list(BillQuery query) {
        return store.list(query);
    }
}
