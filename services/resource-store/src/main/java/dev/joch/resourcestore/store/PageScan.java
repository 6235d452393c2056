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
    private long bytes;
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
        return !ended && !isFull() && scanned < ListQuery.MOST_SCANNED;
    }

    private boolean isFull() {
        return page.size() == query.limit() || bytes >= ListQuery.MOST_BYTES;
    }

    /**
     * Takes the next row of the scan; false when the page is full and the row stays for the next
     * one.
     */
    boolean take(Version version) {
        if (isFull()) {
            return false;
        }
        scanned++;
        last = Optional.of(version.key());
        if (query.selection().selector().test(version.resource())) {
            page.add(version);
            bytes += version.resource().getSerializedSize();
        }
        return true;
    }

    /** There are no further rows. */
    void end() {
        ended = true;
    }

    ListPage page() {
        return new ListPage(page, revision, ended ? Optional.empty() : last);
    }
}
