package dev.joch.apiserver.rest;

import dev.joch.service.problem.Problem;

import io.grpc.Status;

import java.util.Collection;
import java.util.Map;

/** What is wrong with a request before it becomes a call. */
sealed interface RestProblem extends Problem {

    record NoSuchPath(String path) implements RestProblem {
        @Override
        public Status.Code code() {
            return Status.Code.NOT_FOUND;
        }

        @Override
        public String reason() {
            return "NO_SUCH_PATH";
        }

        @Override
        public String message() {
            return "there is nothing at " + path + "; GET /openapi.json lists all paths";
        }
    }

    record MethodNotAllowed(String method, Collection<String> allowed) implements RestProblem {
        @Override
        public Status.Code code() {
            return Status.Code.INVALID_ARGUMENT;
        }

        @Override
        public String reason() {
            return "METHOD_NOT_ALLOWED";
        }

        @Override
        public String message() {
            return method + " is not possible here; use " + String.join(", ", allowed);
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("allow", String.join(", ", allowed));
        }
    }

    record UnsupportedMediaType(String given, String accepted) implements RestProblem {
        @Override
        public Status.Code code() {
            return Status.Code.INVALID_ARGUMENT;
        }

        @Override
        public String reason() {
            return "UNSUPPORTED_MEDIA_TYPE";
        }

        @Override
        public String message() {
            return (given.isEmpty()
                            ? "the body has no content-type"
                            : "a body of type " + given + " is not understood")
                    + "; send "
                    + accepted;
        }
    }

    record NotAcceptable(String wanted, String offered) implements RestProblem {
        @Override
        public Status.Code code() {
            return Status.Code.INVALID_ARGUMENT;
        }

        @Override
        public String reason() {
            return "NOT_ACCEPTABLE";
        }

        @Override
        public String message() {
            return "there is no answer of type " + wanted + "; accept " + offered;
        }
    }

    record UnknownParameter(String name, String suggestion) implements RestProblem {
        @Override
        public Status.Code code() {
            return Status.Code.INVALID_ARGUMENT;
        }

        @Override
        public String reason() {
            return "UNKNOWN_PARAMETER";
        }

        @Override
        public String message() {
            return "the query parameter " + name + " means nothing here; " + suggestion;
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("parameter", name);
        }
    }

    record InvalidParameter(String name, String right) implements RestProblem {
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
            return "the query parameter " + name + " must be " + right;
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("parameter", name);
        }
    }

    record InvalidHeader(String name, String right) implements RestProblem {
        @Override
        public Status.Code code() {
            return Status.Code.INVALID_ARGUMENT;
        }

        @Override
        public String reason() {
            return "INVALID_HEADER";
        }

        @Override
        public String message() {
            return "the header " + name + " must be " + right;
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("header", name);
        }
    }

    record InvalidBody(String why) implements RestProblem {
        @Override
        public Status.Code code() {
            return Status.Code.INVALID_ARGUMENT;
        }

        @Override
        public String reason() {
            return "INVALID_BODY";
        }

        @Override
        public String message() {
            return "the body cannot be read: " + why;
        }
    }

    record NotImplementedYet(String service) implements RestProblem {
        @Override
        public Status.Code code() {
            return Status.Code.UNIMPLEMENTED;
        }

        @Override
        public String reason() {
            return "NOT_IMPLEMENTED_YET";
        }

        @Override
        public String message() {
            return "this path belongs to the service "
                    + service
                    + ", which this version does not have; `joch version` says which one it is";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("service", service);
        }
    }

    /** The bytes never became a request. */
    record Transport(Status.Code code, String reason, String message) implements RestProblem {}
}
