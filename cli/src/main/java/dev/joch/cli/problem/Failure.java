package dev.joch.cli.problem;

import java.util.List;

/** Why a command did not do what it was asked. */
public sealed interface Failure {

    /** Stable UPPER_SNAKE word. */
    String reason();

    /** What happened. */
    String message();

    /** What to do next; empty when the message says it. */
    String fix();

    ExitCode exit();

    default List<Finding> findings() {
        return List.of();
    }

    default String requestId() {
        return "";
    }

    /** The words typed make no sense. */
    record Usage(String message, String fix) implements Failure {
        @Override
        public String reason() {
            return "USAGE";
        }

        @Override
        public ExitCode exit() {
            return ExitCode.USAGE;
        }
    }

    /** Something on this machine is not as it has to be. */
    record Local(String reason, String message, String fix, ExitCode exit) implements Failure {
        public Local(String reason, String message, String fix) {
            this(reason, message, fix, ExitCode.ERROR);
        }
    }

    /** The server answered, and said no. */
    record Refused(
            int status,
            String reason,
            String message,
            String fix,
            List<Finding> findings,
            String requestId)
            implements Failure {
        public Refused {
            findings = List.copyOf(findings);
        }

        @Override
        public ExitCode exit() {
            return Unreadable.all(findings) ? ExitCode.USAGE : ExitCode.ofStatus(status, reason);
        }
    }

    /** Manifests were looked at without a server and are not right. */
    record Invalid(String message, List<Finding> findings) implements Failure {
        public Invalid {
            findings = List.copyOf(findings);
        }

        @Override
        public String reason() {
            return "MANIFEST_INVALID";
        }

        @Override
        public String fix() {
            return "";
        }

        @Override
        public ExitCode exit() {
            return Unreadable.all(findings) ? ExitCode.USAGE : ExitCode.REJECTED;
        }
    }

    /** Nobody answers where the server should be. */
    record Unreachable(String message, String fix) implements Failure {
        @Override
        public String reason() {
            return "SERVER_UNREACHABLE";
        }

        @Override
        public ExitCode exit() {
            return ExitCode.UNAVAILABLE;
        }
    }

    /** It took too long. */
    record TimedOut(String message, String fix) implements Failure {
        @Override
        public String reason() {
            return "TIMEOUT";
        }

        @Override
        public ExitCode exit() {
            return ExitCode.TIMEOUT;
        }
    }

    /** The person said no to a question. */
    record Cancelled(String message) implements Failure {
        @Override
        public String reason() {
            return "CANCELLED";
        }

        @Override
        public String fix() {
            return "";
        }

        @Override
        public ExitCode exit() {
            return ExitCode.ERROR;
        }
    }
}
