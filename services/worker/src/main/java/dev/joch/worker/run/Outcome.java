package dev.joch.worker.run;

import com.google.protobuf.Struct;

import java.util.List;

/** How a run ended, as this worker has seen it. */
public sealed interface Outcome {

    /**
     * @param artifacts their addresses
     */
    record Succeeded(Struct output, List<String> artifacts) implements Outcome {
        public Succeeded {
            artifacts = List.copyOf(artifacts);
        }
    }

    /**
     * @param exitStatus of the program; 0 when there was none
     * @param tail last lines of its log
     */
    record Failed(
            FailureReason reason,
            String message,
            int exitStatus,
            String tail,
            List<String> artifacts)
            implements Outcome {
        public Failed {
            artifacts = List.copyOf(artifacts);
        }

        /** Before there was a program. */
        static Failed before(FailureReason reason, String message) {
            return new Failed(reason, message, 0, "", List.of());
        }
    }

    record Cancelled(int exitStatus, String tail) implements Outcome {}

    /** It is no longer ours to say: the lease is lost, or the worker ends. */
    record Abandoned() implements Outcome {}
}
