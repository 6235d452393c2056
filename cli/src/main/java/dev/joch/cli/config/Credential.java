package dev.joch.cli.config;

import java.util.List;

/** Where a token is to be found. */
public sealed interface Credential {

    /** How {@code context set --auth} writes it. */
    String text();

    /** No token is sent. */
    record None() implements Credential {
        @Override
        public String text() {
            return "none";
        }
    }

    /** The content of a file. */
    record TokenFile(String path) implements Credential {
        @Override
        public String text() {
            return "token-file=" + path;
        }
    }

    /** The value of an environment variable. */
    record Variable(String name) implements Credential {
        @Override
        public String text() {
            return "env=" + name;
        }
    }

    /** What a program prints: a token, or an object with {@code status.token}. */
    record Program(List<String> command) implements Credential {
        public Program {
            command = List.copyOf(command);
        }

        @Override
        public String text() {
            return "exec=" + String.join(" ", command);
        }
    }
}
