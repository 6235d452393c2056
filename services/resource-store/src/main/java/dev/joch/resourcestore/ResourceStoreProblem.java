package dev.joch.resourcestore;

import dev.joch.resourcestore.catalogue.Key;
import dev.joch.service.problem.Problem;

import io.grpc.Status;

import java.util.List;
import java.util.Map;

/** How the store refuses. Documented in {@code docs/errors.md}. */
public sealed interface ResourceStoreProblem extends Problem {

    @Override
    default Status.Code code() {
        return switch (this) {
            case NotFound p -> Status.Code.NOT_FOUND;
            case AlreadyExists p -> Status.Code.ALREADY_EXISTS;
            case StaleVersion p -> Status.Code.ABORTED;
            case UidMismatch p -> Status.Code.ABORTED;
            case PreconditionFailed p -> Status.Code.FAILED_PRECONDITION;
            case Referenced p -> Status.Code.FAILED_PRECONDITION;
            case Deleting p -> Status.Code.FAILED_PRECONDITION;
            case TooManyChanges p -> Status.Code.FAILED_PRECONDITION;
            case RevisionExpired p -> Status.Code.OUT_OF_RANGE;
            case ExpiredToken p -> Status.Code.OUT_OF_RANGE;
            case RevisionUnknown p -> Status.Code.OUT_OF_RANGE;
            case InvalidPageToken p -> Status.Code.INVALID_ARGUMENT;
            case InvalidSelector p -> Status.Code.INVALID_ARGUMENT;
            case RequestIdReused p -> Status.Code.INVALID_ARGUMENT;
            case TenantMismatch p -> Status.Code.PERMISSION_DENIED;
            case AllTenantsDenied p -> Status.Code.PERMISSION_DENIED;
            case SlowConsumer p -> Status.Code.RESOURCE_EXHAUSTED;
            case TooManyWatches p -> Status.Code.RESOURCE_EXHAUSTED;
            case StoreFull p -> Status.Code.RESOURCE_EXHAUSTED;
            case CommitUnknown p -> Status.Code.UNAVAILABLE;
        };
    }

    /** The record's name in UPPER_SNAKE. */
    @Override
    default String reason() {
        return getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                .toUpperCase(java.util.Locale.ROOT);
    }

    record NotFound(Key key) implements ResourceStoreProblem {
        @Override
        public String message() {
            return key.text() + " does not exist; check its name and namespace";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("resource", key.text());
        }
    }

    record AlreadyExists(Key key, boolean deleting) implements ResourceStoreProblem {
        @Override
        public String message() {
            return deleting
                    ? key.text() + " is still being deleted; create it again when it is gone"
                    : key.text() + " exists; update it, or choose another name";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("resource", key.text(), "deleting", Boolean.toString(deleting));
        }
    }

    record StaleVersion(Key key, String given, String current) implements ResourceStoreProblem {
        @Override
        public String message() {
            return key.text()
                    + " changed since it was read: the current resource version is "
                    + current
                    + "; read it again and repeat the change";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("resource", key.text(), "given", given, "current", current);
        }
    }

    record UidMismatch(Key key, String given, String current) implements ResourceStoreProblem {
        @Override
        public String message() {
            return key.text()
                    + " was deleted and created again since it was read: its uid is "
                    + current
                    + "; read it again";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("resource", key.text(), "given", given, "current", current);
        }
    }

    /** What the caller relied on is not so any more. */
    record PreconditionFailed(Key key, String found) implements ResourceStoreProblem {
        @Override
        public String message() {
            return key.text()
                    + " "
                    + found
                    + ", which the request relied on otherwise; check it and try again";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("resource", key.text(), "found", found);
        }
    }

    record Referenced(Key key, List<Key> referrers, int count) implements ResourceStoreProblem {
        /** More names than these help nobody. */
        public static final int MOST_NAMED = 20;

        public Referenced {
            referrers = List.copyOf(referrers.subList(0, Math.min(MOST_NAMED, referrers.size())));
        }

        private String names() {
            return String.join(", ", referrers.stream().map(Key::text).toList());
        }

        @Override
        public String message() {
            String more =
                    count > referrers.size() ? " and " + (count - referrers.size()) + " more" : "";
            return key.text()
                    + " is referred to by "
                    + names()
                    + more
                    + "; delete those first, or ask to cascade or to orphan";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of(
                    "resource", key.text(), "referrers", names(), "count", Integer.toString(count));
        }
    }

    /** A change that a resource on its way out does not take any more. */
    record Deleting(Key key, String change) implements ResourceStoreProblem {
        @Override
        public String message() {
            return key.text()
                    + " is being deleted and takes no "
                    + change
                    + "; wait until it is gone";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("resource", key.text());
        }
    }

    record TooManyChanges(Key key, int limit) implements ResourceStoreProblem {
        @Override
        public String message() {
            return "deleting "
                    + key.text()
                    + " takes more than "
                    + limit
                    + " others with it; delete those in smaller steps first";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("resource", key.text(), "limit", Integer.toString(limit));
        }
    }

    record RevisionExpired(long revision, long oldest) implements ResourceStoreProblem {
        @Override
        public String message() {
            return "revision "
                    + revision
                    + " is compacted, the oldest one kept is "
                    + oldest
                    + "; list again and go on from there";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("revision", Long.toString(revision), "oldest", Long.toString(oldest));
        }
    }

    record ExpiredToken(long revision, long oldest) implements ResourceStoreProblem {
        @Override
        public String message() {
            return "the list began at revision "
                    + revision
                    + ", which is compacted; begin the list again";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("revision", Long.toString(revision), "oldest", Long.toString(oldest));
        }
    }

    record RevisionUnknown(long revision, long newest) implements ResourceStoreProblem {
        @Override
        public String message() {
            return "revision "
                    + revision
                    + " is not there yet, the newest one is "
                    + newest
                    + "; it may be of another store: list again";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("revision", Long.toString(revision), "newest", Long.toString(newest));
        }
    }

    record InvalidPageToken() implements ResourceStoreProblem {
        @Override
        public String message() {
            return "the page token is not one of this request; send the one of the last answer with the same"
                    + " filter";
        }
    }

    record InvalidSelector(String field, String problem) implements ResourceStoreProblem {
        @Override
        public String message() {
            return field + ": " + problem;
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("field", field);
        }
    }

    record RequestIdReused(String requestId) implements ResourceStoreProblem {
        @Override
        public String message() {
            return "the request id "
                    + requestId
                    + " was used for other content within 24 hours; take a new one";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("requestId", requestId);
        }
    }

    record TenantMismatch(String field) implements ResourceStoreProblem {
        @Override
        public String message() {
            return field + " is of another tenant; a request stays within one tenant";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("field", field);
        }
    }

    record AllTenantsDenied() implements ResourceStoreProblem {
        @Override
        public String message() {
            return "only services may ask for all tenants; name one";
        }
    }

    record SlowConsumer(long resumeRevision, int limit) implements ResourceStoreProblem {
        @Override
        public String message() {
            return "the watch takes changes too slowly; watch again from revision "
                    + resumeRevision;
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of(
                    "resumeRevision",
                    Long.toString(resumeRevision),
                    "limit",
                    Integer.toString(limit));
        }
    }

    record TooManyWatches(int limit) implements ResourceStoreProblem {
        @Override
        public String message() {
            return limit + " watches are open already; close some, or ask another replica";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("limit", Integer.toString(limit));
        }
    }

    record StoreFull() implements ResourceStoreProblem {
        @Override
        public String message() {
            return "the store's disk is full and nothing was written; free space, or shorten the retention";
        }
    }

    record CommitUnknown() implements ResourceStoreProblem {
        @Override
        public String message() {
            return "the database went away during the commit, so the write may or may not be there; look,"
                    + " or repeat it with the same request id";
        }
    }
}
