package dev.joch.service.problem;

import com.google.protobuf.Message;

import io.grpc.Status;

import java.util.List;
import java.util.Map;

/**
 * A refusal by another service, passed on as it came.
 *
 * @param details packed details besides the {@code ErrorInfo}
 */
public record RemoteProblem(
        Status.Code code,
        String reason,
        String message,
        Map<String, String> metadata,
        List<Message> details)
        implements Problem {

    public RemoteProblem {
        metadata = Map.copyOf(metadata);
        details = List.copyOf(details);
    }
}
