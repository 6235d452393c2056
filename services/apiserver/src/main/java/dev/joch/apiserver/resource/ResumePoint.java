package dev.joch.apiserver.resource;

import dev.joch.api.v1.WatchResourcesResponse;
import dev.joch.resourcestore.v1.ChangeType;
import dev.joch.resourcestore.v1.WatchResponse;

import java.util.Optional;

/**
 * How far a watch has come. When the store's stream breaks, the next one begins here, and what the
 * client has got already is left out: a revision may hold several changes, and the break may lie
 * between them.
 */
final class ResumePoint {

    /** Changes of {@code revision} that the client has got. */
    private int sent;

    /** Those of them that the present stream tells again. */
    private int skip;

    private volatile long revision;
    private boolean initial;
    private boolean sentInitial;
    private volatile boolean known;

    /**
     * @param from revision after which changes follow; 0 begins with the current state
     */
    ResumePoint(long from) {
        this.revision = from;
        this.initial = from == 0;
        this.known = from != 0;
    }

    /** What to ask the store for. */
    long from() {
        return sent == 0 ? revision : revision - 1;
    }

    /** A new stream begins. */
    void restart() {
        skip = sent;
    }

    /** What a client resumes from; empty while the initial state is not complete. */
    String resourceVersion() {
        return known ? Long.toString(revision) : "";
    }

    /**
     * Half of the initial state cannot be taken up again: what was deleted meanwhile would never be
     * told.
     */
    boolean canResume() {
        return !initial || !sentInitial;
    }

    /** What the client hears of it; nothing, if it has heard it before. */
    Optional<WatchResourcesResponse> take(WatchResponse change) {
        if (initial) {
            return Optional.of(takeInitial(change));
        }
        if (change.getType() == ChangeType.CHANGE_TYPE_BOOKMARK) {
            if (change.getRevision() < revision) {
                return Optional.empty();
            }
            sent = 0;
            skip = 0;
            revision = change.getRevision();
            return Optional.of(response(change, Long.toString(revision)));
        }
        if (change.getRevision() > revision) {
            revision = change.getRevision();
            sent = 0;
            skip = 0;
        } else if (change.getRevision() < revision || sent == 0) {
            return Optional.empty();
        } else if (skip > 0) {
            skip--;
            return Optional.empty();
        }
        sent++;
        return Optional.of(response(change, Long.toString(revision)));
    }

    private WatchResourcesResponse takeInitial(WatchResponse change) {
        sentInitial = true;
        if (!change.getInitialEnd()) {
            return response(change, "");
        }
        initial = false;
        revision = change.getRevision();
        known = true;
        return response(change, Long.toString(revision));
    }

    private static WatchResourcesResponse response(WatchResponse change, String resourceVersion) {
        WatchResourcesResponse.Builder response =
                WatchResourcesResponse.newBuilder()
                        .setType(ChangeTypes.word(change.getType()))
                        .setResourceVersion(resourceVersion)
                        .setInitialEnd(change.getInitialEnd());
        if (change.hasResource()) {
            response.setObject(change.getResource());
        }
        return response.build();
    }
}
