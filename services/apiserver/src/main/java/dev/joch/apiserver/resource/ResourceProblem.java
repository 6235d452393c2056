package dev.joch.apiserver.resource;

import com.google.protobuf.Message;

import dev.joch.common.v1.Diagnostic;
import dev.joch.common.v1.Diagnostics;
import dev.joch.service.problem.Problem;

import io.grpc.Status;

import java.util.List;
import java.util.Map;

/**
 * Why the edge refuses a call on resources. What the store or admission refuse is passed on as it
 * came.
 */
public sealed interface ResourceProblem extends Problem {

    /** Documents have errors; all of them are listed. */
    record ManifestInvalid(List<Diagnostic> diagnostics, int omitted) implements ResourceProblem {
        public ManifestInvalid {
            diagnostics = List.copyOf(diagnostics);
        }

        @Override
        public Status.Code code() {
            return Status.Code.INVALID_ARGUMENT;
        }

        @Override
        public String reason() {
            return "MANIFEST_INVALID";
        }

        @Override
        public String message() {
            long errors =
                    omitted
                            + diagnostics.stream()
                                    .filter(found ->
                                            found.getSeverity()
                                                    != Diagnostic.Severity.SEVERITY_WARNING)
                                    .count();
            return "nothing was stored: "
                    + (errors == 1 ? "1 problem" : errors + " problems")
                    + " in what was sent; mend what is listed and send it again";
        }

        @Override
        public List<Message> details() {
            return List.of(
                    Diagnostics.newBuilder()
                            .addAllDiagnostics(diagnostics)
                            .setOmitted(omitted)
                            .build());
        }
    }

    /** More than one request may hold. */
    record TooLarge(List<Diagnostic> diagnostics) implements ResourceProblem {
        public TooLarge {
            diagnostics = List.copyOf(diagnostics);
        }

        @Override
        public Status.Code code() {
            return Status.Code.INVALID_ARGUMENT;
        }

        @Override
        public String reason() {
            return "TOO_LARGE";
        }

        @Override
        public String message() {
            return "a request may hold 8 MB and 1,000 documents; split it into several";
        }

        @Override
        public List<Message> details() {
            return diagnostics.isEmpty()
                    ? List.of()
                    : List.of(Diagnostics.newBuilder().addAllDiagnostics(diagnostics).build());
        }
    }

    record NothingSent() implements ResourceProblem {
        @Override
        public Status.Code code() {
            return Status.Code.INVALID_ARGUMENT;
        }

        @Override
        public String reason() {
            return "NOTHING_SENT";
        }

        @Override
        public String message() {
            return "the request holds no document; send at least one resource";
        }
    }

    /** A word in a path or a parameter that names no kind. */
    record UnknownKind(String word, String suggestion) implements ResourceProblem {
        @Override
        public Status.Code code() {
            return Status.Code.NOT_FOUND;
        }

        @Override
        public String reason() {
            return "UNKNOWN_KIND";
        }

        @Override
        public String message() {
            return "there is no kind "
                    + word
                    + (suggestion.isEmpty()
                            ? "; `joch explain` lists all"
                            : "; did you mean " + suggestion + "?");
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("kind", word);
        }
    }

    record NamespaceRequired(String kind) implements ResourceProblem {
        @Override
        public Status.Code code() {
            return Status.Code.INVALID_ARGUMENT;
        }

        @Override
        public String reason() {
            return "NAMESPACE_REQUIRED";
        }

        @Override
        public String message() {
            return kind + " lives in a namespace; name it: /v1/namespaces/{namespace}/...";
        }
    }

    record NotNamespaced(String kind) implements ResourceProblem {
        @Override
        public Status.Code code() {
            return Status.Code.INVALID_ARGUMENT;
        }

        @Override
        public String reason() {
            return "NOT_NAMESPACED";
        }

        @Override
        public String message() {
            return kind + " lives in no namespace; leave the namespace out";
        }
    }

    record InvalidSelector(String field, String why) implements ResourceProblem {
        @Override
        public Status.Code code() {
            return Status.Code.INVALID_ARGUMENT;
        }

        @Override
        public String reason() {
            return "INVALID_SELECTOR";
        }

        @Override
        public String message() {
            return field + " " + why;
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("field", field);
        }
    }

    record InvalidResourceVersion(String given) implements ResourceProblem {
        @Override
        public Status.Code code() {
            return Status.Code.INVALID_ARGUMENT;
        }

        @Override
        public String reason() {
            return "INVALID_RESOURCE_VERSION";
        }

        @Override
        public String message() {
            return "the resource version is none that this server gave; take it from a list, a resource or a watch";
        }
    }

    /** What the request relied on changed again and again while it was judged. */
    record Conflict(int attempts) implements ResourceProblem {
        @Override
        public Status.Code code() {
            return Status.Code.ABORTED;
        }

        @Override
        public String reason() {
            return "CONFLICT";
        }

        @Override
        public String message() {
            return "what the request refers to changed while it was judged, "
                    + attempts
                    + " times in a row; nothing was stored, try again";
        }
    }

    record InvalidPatch(String why) implements ResourceProblem {
        @Override
        public Status.Code code() {
            return Status.Code.INVALID_ARGUMENT;
        }

        @Override
        public String reason() {
            return "INVALID_PATCH";
        }

        @Override
        public String message() {
            return "the patch cannot be used: " + why;
        }
    }

    /** A test in a JSON patch did not hold. */
    record PatchTestFailed(String path) implements ResourceProblem {
        @Override
        public Status.Code code() {
            return Status.Code.ABORTED;
        }

        @Override
        public String reason() {
            return "PATCH_TEST_FAILED";
        }

        @Override
        public String message() {
            return "the test at " + path + " does not hold; read the resource again";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("path", path);
        }
    }

    /** A watcher does not keep up. */
    record SlowWatcher(String resourceVersion) implements ResourceProblem {
        @Override
        public Status.Code code() {
            return Status.Code.RESOURCE_EXHAUSTED;
        }

        @Override
        public String reason() {
            return "SLOW_WATCHER";
        }

        @Override
        public String message() {
            return "the watch was ended because its client reads too slowly; resume it from resource version "
                    + resourceVersion;
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("resourceVersion", resourceVersion);
        }
    }

    record TooManyWatches(int limit) implements ResourceProblem {
        @Override
        public Status.Code code() {
            return Status.Code.RESOURCE_EXHAUSTED;
        }

        @Override
        public String reason() {
            return "TOO_MANY_WATCHES";
        }

        @Override
        public String message() {
            return "this server holds "
                    + limit
                    + " watches already; close some, or try again later";
        }
    }

    /** What the caller may read is not what it was when the watch began. */
    record WatchRightsChanged(String resourceVersion) implements ResourceProblem {
        @Override
        public Status.Code code() {
            return Status.Code.PERMISSION_DENIED;
        }

        @Override
        public String reason() {
            return "WATCH_RIGHTS_CHANGED";
        }

        @Override
        public String message() {
            return "the watch was ended because your rights changed; begin it again with those you have now";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("resourceVersion", resourceVersion);
        }
    }

    /** The store went away during a watch and did not come back in time. */
    record WatchInterrupted(String resourceVersion) implements ResourceProblem {
        @Override
        public Status.Code code() {
            return Status.Code.UNAVAILABLE;
        }

        @Override
        public String reason() {
            return "WATCH_INTERRUPTED";
        }

        @Override
        public String message() {
            return "the store does not answer; resume the watch from resource version "
                    + resourceVersion;
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("resourceVersion", resourceVersion);
        }
    }

    /** The process stops. */
    record ShuttingDown(String resourceVersion) implements ResourceProblem {
        @Override
        public Status.Code code() {
            return Status.Code.UNAVAILABLE;
        }

        @Override
        public String reason() {
            return "SHUTTING_DOWN";
        }

        @Override
        public String message() {
            return "the server stops; resume the watch from resource version " + resourceVersion;
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("resourceVersion", resourceVersion);
        }
    }
}
