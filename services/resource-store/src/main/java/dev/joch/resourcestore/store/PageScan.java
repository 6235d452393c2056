package dev.joch.resourcestore.store;

import dev.joch.resourcestore.catalogue.Key;
import dev.joch.resourcestore.catalogue.Version;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Fills a page out of chunks of a scan in key order, keeping what the selector lets through. */
final class PageScan {

    private final ListQuery query;
    private final long revision;
    private final List<Version> page = new ArrayList<>();
    private Optional<Key> last;
    private int scanned;
    private boolean ended;

    PageScan(ListQuery query, long revision) {
        this.query = query;
        this.revision = revision;
        this.last = query.after();
    }

    /** Where the next chunk begins. */
    Optional<Key> after() {
        return last;
    }

    /**
     * How many rows the next chunk should have: one more than fits tells whether there is a next
     * page.
     */
    int wanted() {
        return Math.max(query.limit() - page.size(), 100) + 1;
    }

    boolean isOpen() {
        return !ended && page.size() < query.limit() && scanned < ListQuery.MOST_SCANNED;
    }

    /** Takes a chunk of as many rows as were wanted, or fewer at the end of the scan. */
    void take(List<Version> chunk, int wanted) {
        for (Version version : chunk) {
            if (page.size() == query.limit()) {
                return;
            }
            scanned++;
            last = Optional.of(version.key());
            if (query.selection().selector().test(version.resource())) {
                page.add(version);
            }
        }
        ended = chunk.size() < wanted;
    }

    ListPage page() {
        return new ListPage(page, revision, ended ? Optional.empty() : last);
    }
}
