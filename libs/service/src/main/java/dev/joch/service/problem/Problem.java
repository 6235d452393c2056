package dev.joch.service.problem;

import com.google.protobuf.Message;

import io.grpc.Status;

import java.util.List;
import java.util.Map;

/**
 * One way in which a request can be refused.
 *
 * <p>Each service has a sealed interface of its own below this one, with a record per refusal.
 */
public interface Problem {

    /** Class of the error, for those who only want to know whether to retry. */
    Status.Code code();

    /** Stable word in UPPER_SNAKE, listed in {@code docs/errors.md}. Programs branch on it. */
    String reason();

    /** What is wrong and what to do next, without anything a stranger must not know. */
    String message();

    /** The facts of the message, for programs. */
    default Map<String, String> metadata() {
        return Map.of();
    }

    /** Further details of the {@code google.rpc.Status}, such as diagnostics. */
    default List<Message> details() {
        return List.of();
    }
}
