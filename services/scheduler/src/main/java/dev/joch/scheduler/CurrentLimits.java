package dev.joch.scheduler;

import dev.joch.catalogue.CatalogueFeed;
import dev.joch.scheduler.peer.KnownLimits;
import dev.joch.scheduler.peer.KnownRecords;
import dev.joch.scheduler.place.Bound;
import dev.joch.scheduler.place.Limits;

import java.util.Optional;
import java.util.function.Supplier;

/** The limits that hold now; none are known before the records were read once. */
record CurrentLimits(CatalogueFeed<KnownRecords> feed, int perNamespace)
        implements Supplier<Optional<Limits>> {

    @Override
    public Optional<Limits> get() {
        if (!feed.ready()) {
            return Optional.empty();
        }
        KnownLimits known = feed.view().limits();
        return Optional.of(
                bound -> bound.sort() == Bound.Sort.NAMESPACE ? perNamespace : known.of(bound));
    }
}
