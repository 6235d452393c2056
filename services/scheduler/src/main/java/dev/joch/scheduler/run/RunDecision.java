package dev.joch.scheduler.run;

import com.google.protobuf.Message;

import dev.joch.resource.v1alpha1.ExecutionInput;
import dev.joch.service.problem.Problem;

import java.util.List;
import java.util.Optional;

/** What becomes of a run. */
public sealed interface RunDecision {

    /**
     * It becomes this.
     *
     * @param input replaces what is stored, when given
     * @param told events, in order
     */
    record Become(StoredRun run, Optional<ExecutionInput> input, List<Message> told)
            implements RunDecision {
        public Become {
            told = List.copyOf(told);
        }
    }

    /** It is there and stays as it is. */
    record Stay(StoredRun run) implements RunDecision {}

    /**
     * It is not there any more, or never was.
     *
     * @param told of its end, when it had not come before
     */
    record Gone(List<Message> told) implements RunDecision {
        public Gone {
            told = List.copyOf(told);
        }
    }

    record Refuse(Problem problem) implements RunDecision {}
}
