package dev.joch.apiserver.resource;

import dev.joch.service.problem.Problem;

import io.grpc.Status;

/** Why the edge refuses what is asked of manifests, which the compiler keeps. */
public sealed interface ManifestProblem extends Problem {

    /** A name that no manifest has. */
    record NoSuchManifest(String name) implements ManifestProblem {
        @Override
        public Status.Code code() {
            return Status.Code.NOT_FOUND;
        }

        @Override
        public String reason() {
            return "MANIFEST_NOT_FOUND";
        }

        @Override
        public String message() {
            return "there is no manifest "
                    + name
                    + "; they are named <agent>-g<generation>, see joch get manifests";
        }
    }

    /** They are not among the resources of the store. */
    record ManifestsAlone() implements ManifestProblem {
        @Override
        public Status.Code code() {
            return Status.Code.INVALID_ARGUMENT;
        }

        @Override
        public String reason() {
            return "INVALID_PARAMETER";
        }

        @Override
        public String message() {
            return "manifests are listed alone; ask for the other kinds by themselves";
        }
    }

    /** What never changes has no changes to show. */
    record NotWatchable(String kind) implements ManifestProblem {
        @Override
        public Status.Code code() {
            return Status.Code.INVALID_ARGUMENT;
        }

        @Override
        public String reason() {
            return "NOT_WATCHABLE";
        }

        @Override
        public String message() {
            return "a "
                    + kind
                    + " never changes and cannot be watched; watch agents, and list manifests";
        }
    }
}
