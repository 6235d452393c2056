package dev.joch.agbom.store;

import dev.joch.events.Event;

import java.util.List;

/**
 * A generation to be.
 *
 * @param content canonical text, from which any document can be written again
 * @param event said in the same commit
 */
@SuppressWarnings("ArrayRecordComponent")
public record NewBill(Bill bill, byte[] content, List<Document> documents, Event event) {

    public NewBill {
        documents = List.copyOf(documents);
    }
}
