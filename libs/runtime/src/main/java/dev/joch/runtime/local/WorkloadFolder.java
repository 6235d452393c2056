package dev.joch.runtime.local;

import dev.joch.runtime.Instance;
import dev.joch.runtime.SpecText;
import dev.joch.runtime.WorkloadKind;
import dev.joch.runtime.WorkloadSpec;
import dev.joch.runtime.WorkloadStatus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A workload as it lies on the disk.
 *
 * @param text the specification as it was written
 */
record WorkloadFolder(Path path, String text, WorkloadKind kind, WorkloadSpec spec) {

    /** Empty when nothing is there; throws when it is none of ours. */
    static Optional<WorkloadFolder> read(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return Optional.empty();
        }
        try {
            String text = Files.readString(path.resolve("spec.json"));
            SpecText.Kept kept = SpecText.read(text);
            return Optional.of(new WorkloadFolder(path, text, kept.kind(), kept.spec()));
        } catch (NoSuchFileException | IllegalArgumentException foreign) {
            throw new ForeignFolder(path);
        }
    }

    /** A folder of that name which no adapter wrote. */
    static final class ForeignFolder extends IOException {
        private static final long serialVersionUID = 1;

        ForeignFolder(Path path) {
            super(path + " is no workload");
        }
    }

    static void lay(Path path, String text, int replicas) throws IOException {
        Files.createDirectory(path.resolve("instances"));
        Files.createDirectory(path.resolve("ending"));
        StateFolder.write(path.resolve("spec.json"), text);
        StateFolder.write(path.resolve("replicas"), Integer.toString(replicas));
    }

    int replicas() throws IOException {
        return isDeleted()
                ? 0
                : Integer.parseInt(Files.readString(path.resolve("replicas")).trim());
    }

    void replicas(int number) throws IOException {
        StateFolder.write(path.resolve("replicas"), Integer.toString(number));
    }

    boolean isDeleted() {
        return Files.exists(path.resolve("deleted"));
    }

    /** From here on it ends, whoever dies; the first one to ask says by when. */
    void delete(Instant deadline) throws IOException {
        if (!isDeleted()) {
            StateFolder.write(path.resolve("deleted"), deadline.toString());
        }
    }

    Instant deletedBy() throws IOException {
        return Instant.parse(Files.readString(path.resolve("deleted")));
    }

    InstanceFolder instance(int ordinal) {
        return new InstanceFolder(path.resolve("instances").resolve(Integer.toString(ordinal)));
    }

    Path ending(String id) {
        return path.resolve("ending").resolve(id);
    }

    List<Integer> ordinals() throws IOException {
        return StateFolder.names(path.resolve("instances")).stream()
                .map(Integer::valueOf)
                .sorted()
                .toList();
    }

    List<InstanceFolder> ending() throws IOException {
        return StateFolder.names(path.resolve("ending")).stream()
                .map(id -> new InstanceFolder(ending(id)))
                .toList();
    }

    WorkloadStatus status() throws IOException {
        List<Instance> instances = new ArrayList<>();
        for (int ordinal : ordinals()) {
            instances.add(instance(ordinal).instance(ordinal));
        }
        return new WorkloadStatus(
                spec.name(),
                kind,
                SpecText.digest(text),
                spec.labels(),
                replicas(),
                instances,
                ending().size());
    }
}
