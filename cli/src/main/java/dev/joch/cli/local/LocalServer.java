package dev.joch.cli.local;

import dev.joch.cli.config.ConfigurationFile.PrivateFiles;
import dev.joch.cli.json.JsonException;
import dev.joch.cli.json.JsonReader;
import dev.joch.cli.json.Tree;
import dev.joch.cli.problem.FailureException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The folder of a local server. */
final class LocalServer {
    private static final int LOG_LINES = 15;
    private static final String REFUSAL = "error: ";

    private final Path folder;

    LocalServer(Path folder) {
        this.folder = folder;
    }

    /**
     * What the server says about itself in {@code server.json}.
     *
     * @param server base URL of REST
     * @param grpc host and port
     */
    record Address(String server, String grpc, long pid, Path tokenFile) {}

    Path folder() {
        return folder;
    }

    Path log() {
        return folder.resolve("server.log");
    }

    private Path addressFile() {
        return folder.resolve("server.json");
    }

    private Path processFile() {
        return folder.resolve("server.pid");
    }

    /** The process that runs on the folder now. */
    Optional<Address> running() {
        return address().filter(address -> process(address).isPresent());
    }

    Optional<ProcessHandle> process(Address address) {
        return ProcessHandle.of(address.pid())
                .filter(ProcessHandle::isAlive)
                .filter(this::isTheOneStarted);
    }

    /** A number that was given to another process since is not ours. */
    private boolean isTheOneStarted(ProcessHandle process) {
        try {
            String[] words = Files.readString(processFile()).strip().split(" ");
            boolean same = words[0].equals(String.valueOf(process.pid()));
            return !same || words.length < 2 || words[1].equals(started(process));
        } catch (IOException e) {
            return true;
        }
    }

    Optional<Address> address() {
        try {
            Object json = JsonReader.read(Files.readString(addressFile()));
            return Optional.of(
                    new Address(
                            Tree.text(json, "rest"),
                            Tree.text(json, "grpc"),
                            Tree.number(json, "pid"),
                            Path.of(Tree.text(json, "tokenFile"))));
        } catch (IOException | JsonException e) {
            return Optional.empty();
        }
    }

    /** Keeps which process was started. */
    void remember(ProcessHandle process) {
        try {
            PrivateFiles.write(processFile(), process.pid() + " " + started(process) + "\n");
        } catch (IOException e) {
            throw FailureException.local(
                    "DATA_FOLDER_UNUSABLE",
                    "the data folder " + folder + " cannot be written: " + e.getMessage(),
                    "choose another one with --data");
        }
    }

    /** Removes what a process that is gone left behind. */
    void forget() {
        try {
            Files.deleteIfExists(addressFile());
            Files.deleteIfExists(processFile());
        } catch (IOException e) {
            throw FailureException.local(
                    "DATA_FOLDER_UNUSABLE",
                    "files in " + folder + " cannot be removed: " + e.getMessage(),
                    "remove them by hand");
        }
    }

    /** The end of its log, for somebody who asks why it did not start. */
    String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log());
            String last = lines.isEmpty() ? "" : lines.getLast();
            if (last.startsWith(REFUSAL)) {
                return last.substring(REFUSAL.length());
            }
            return String.join(
                    "\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
        } catch (IOException e) {
            return "(no log)";
        }
    }

    private static String started(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("");
    }
}
