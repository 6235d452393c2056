package dev.joch.cli.config;

import dev.joch.cli.json.JsonReader;
import dev.joch.cli.json.Tree;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.problem.Failure;
import dev.joch.cli.problem.FailureException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Fetches the token that a credential names. What it returns is never printed. */
public final class TokenSource {
    private static final int PROGRAM_SECONDS = 60;

    private final Map<String, String> environment;

    public TokenSource(Map<String, String> environment) {
        this.environment = environment;
    }

    public Optional<String> token(Credential credential) {
        return switch (credential) {
            case Credential.None none -> Optional.empty();
            case Credential.Variable variable -> variable(variable.name());
            case Credential.TokenFile file -> Optional.of(checked(file(file.path()), file.path()));
            case Credential.Program program -> Optional.of(program(program));
        };
    }

    private Optional<String> variable(String name) {
        String token = environment.getOrDefault(name, "").strip();
        if (token.isEmpty()) {
            throw none("the environment variable " + name + " holds no token", "set " + name);
        }
        return Optional.of(checked(token, name));
    }

    private static String file(String path) {
        try {
            return Files.readString(Path.of(path)).strip();
        } catch (NoSuchFileException e) {
            throw none(
                    "the token file " + path + " does not exist",
                    "start the local server with joch up, or set another one with joch context set");
        } catch (IOException e) {
            throw none("the token file " + path + " cannot be read", "check who may read it");
        }
    }

    private static String program(Credential.Program program) {
        String name = program.command().getFirst();
        try {
            Process process =
                    new ProcessBuilder(program.command())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .redirectInput(ProcessBuilder.Redirect.INHERIT)
                            .start();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                            .strip();
            if (!process.waitFor(PROGRAM_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw none(
                        "the credential program " + name + " failed", "run it by hand to see why");
            }
            String token =
                    output.startsWith("{")
                            ? Tree.text(JsonReader.read(output), "status", "token")
                            : output;
            return checked(token, name);
        } catch (IOException e) {
            throw none(
                    "the credential program " + name + " cannot be run",
                    "install it, or set another one");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw none("the credential program " + name + " was interrupted", "try again");
        }
    }

    /** A line break in a token would let it add headers of its own. */
    private static String checked(String token, String origin) {
        if (token.isEmpty() || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw none("what " + origin + " holds is not a token", "a token is one word");
        }
        return token;
    }

    private static FailureException none(String message, String fix) {
        return new FailureException(
                new Failure.Local("NO_TOKEN", message, fix, ExitCode.AUTHENTICATION));
    }
}
