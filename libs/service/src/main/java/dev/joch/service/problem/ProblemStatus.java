package dev.joch.service.problem;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;

import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A problem on the wire: {@code google.rpc.Status} with exactly one {@code ErrorInfo}. */
public final class ProblemStatus {

    /** Domain of every reason of Joch. */
    public static final String DOMAIN = "joch.dev";

    private ProblemStatus() {}

    public static StatusRuntimeException toException(Problem problem) {
        return StatusProto.toStatusRuntimeException(toStatus(problem));
    }

    public static Status toStatus(Problem problem) {
        Status.Builder status =
                Status.newBuilder().setCode(problem.code().value()).setMessage(problem.message());
        status.addDetails(
                Any.pack(
                        ErrorInfo.newBuilder()
                                .setDomain(DOMAIN)
                                .setReason(problem.reason())
                                .putAllMetadata(problem.metadata())
                                .build()));
        for (Message detail : problem.details()) {
            // what a peer sent is packed already
            status.addDetails(detail instanceof Any any ? any : Any.pack(detail));
        }
        return status.build();
    }

    /** The problem that a peer answered with, if it spoke our language. */
    public static Optional<RemoteProblem> fromException(StatusRuntimeException exception) {
        Status status = StatusProto.fromThrowable(exception);
        if (status == null) {
            return Optional.empty();
        }
        Optional<ErrorInfo> info = find(status, ErrorInfo.class);
        return info.map(found ->
                new RemoteProblem(
                        exception.getStatus().getCode(),
                        found.getReason(),
                        status.getMessage(),
                        found.getMetadataMap(),
                        furtherDetails(status)));
    }

    /** The first detail of that type. */
    public static <T extends Message> Optional<T> find(Status status, Class<T> type) {
        for (Any detail : status.getDetailsList()) {
            if (detail.is(type)) {
                try {
                    return Optional.of(detail.unpack(type));
                } catch (InvalidProtocolBufferException e) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private static List<Message> furtherDetails(Status status) {
        List<Message> details = new ArrayList<>();
        for (Any detail : status.getDetailsList()) {
            if (!detail.is(ErrorInfo.class)) {
                details.add(detail);
            }
        }
        return details;
    }
}
