package dev.joch.apiserver.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;

import dev.joch.apiserver.resource.Records;
import dev.joch.service.problem.Problem;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ProblemStatus;
import dev.joch.service.problem.ServiceProblem;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;

/** A refusal in the form of JSON-RPC 2.0. */
final class JsonRpcError {

    private static final Logger LOG = LoggerFactory.getLogger(JsonRpcError.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final int INVALID_REQUEST = -32600;
    private static final int INTERNAL = -32603;

    /** First of those that a server defines. */
    private static final int REFUSED = -32000;

    private JsonRpcError() {}

    static ByteString answer(ByteString request, RuntimeException failure) {
        ObjectNode answer = MAPPER.createObjectNode();
        answer.put("jsonrpc", "2.0");
        answer.set("id", id(request));
        ObjectNode error = answer.putObject("error");
        Problem problem = problem(failure);
        error.put("code", code(problem.code()));
        error.put("message", problem.message());
        error.putObject("data").put("reason", problem.reason());
        try {
            return ByteString.copyFrom(MAPPER.writeValueAsBytes(answer));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree made here can be written", e);
        }
    }

    private static int code(Status.Code code) {
        return switch (code) {
            case INVALID_ARGUMENT -> INVALID_REQUEST;
            case INTERNAL -> INTERNAL;
            default -> REFUSED;
        };
    }

    private static Problem problem(RuntimeException failure) {
        return switch (failure) {
            case ProblemException known -> known.problem();
            case StatusRuntimeException remote -> remote(remote);
            default -> internal(failure);
        };
    }

    private static Problem remote(StatusRuntimeException failure) {
        return ProblemStatus.fromException(failure)
                .<Problem>map(problem -> problem)
                .orElseGet(() -> internal(failure));
    }

    private static Problem internal(RuntimeException failure) {
        LOG.error("a hook could not be answered ({})", Records.reason(failure), failure);
        return new ServiceProblem.Internal();
    }

    /** That of the request as far as it can be read. */
    private static JsonNode id(ByteString request) {
        try {
            JsonNode tree = MAPPER.readTree(request.toByteArray());
            JsonNode id = tree == null ? NullNode.getInstance() : tree.path("id");
            return id.isTextual() || id.isNumber() ? id : NullNode.getInstance();
        } catch (IOException e) {
            return NullNode.getInstance();
        }
    }
}
