package dev.joch.agbom.generate;

import dev.joch.agbom.content.DescribeAgent;
import dev.joch.agbom.store.BillStore;
import dev.joch.catalogue.StoreCatalogue;
import dev.joch.events.Events;

import io.grpc.Channel;

import java.time.InstantSource;

/**
 * Where ingredients come from.
 *
 * @param compiler asked for manifests
 * @param store asked for resources
 */
public record Sources(Channel compiler, Channel store) {

    /** The use case on these sources. */
    public GenerateBill generate(
            DescribeAgent describe,
            Papers papers,
            BillStore bills,
            Events events,
            InstantSource clock) {
        GatherIngredients gather =
                new GatherIngredients(
                        new Manifests(compiler),
                        new BillRecords(store),
                        new StoreCatalogue(store),
                        papers.key() != null);
        return new GenerateBill(gather, describe, papers, bills, events, clock);
    }
}
