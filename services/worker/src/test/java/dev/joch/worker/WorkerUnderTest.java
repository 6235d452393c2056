package dev.joch.worker;

import dev.joch.resource.v1alpha1.ManifestFramework;
import dev.joch.service.process.JochProcess;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The real worker with fake peers, and a folder with code of agents. */
final class WorkerUnderTest implements AutoCloseable {

    private final Path code;
    private final Path scratch;
    private final JochProcess process;

    private WorkerUnderTest(Path code, Path scratch, JochProcess process) {
        this.code = code;
        this.scratch = scratch;
        this.process = process;
    }

    static WorkerUnderTest start(Path folder, Map<String, Object> keys) {
        try {
            Path code = Files.createDirectories(folder.resolve("code"));
            Path scratch = folder.resolve("scratch");
            Map<String, Object> all = new HashMap<>();
            all.put("joch.worker.code", code.toString());
            all.put("joch.worker.scratch", scratch.toString());
            all.put("joch.worker.grace", "500ms");
            all.put("joch.worker.drain", "0s");
            all.put("joch.worker.heartbeat", "300ms");
            all.put("joch.worker.limits.memory-bytes", 256 * 1024 * 1024);
            all.putAll(keys);
            return new WorkerUnderTest(
                    code, scratch, JochProcess.start(List.of("worker"), List.of(), all));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    FakeScheduler scheduler() {
        return process.bean(FakeScheduler.class);
    }

    FakeTrace trace() {
        return process.bean(FakeTrace.class);
    }

    <T> T bean(Class<T> type) {
        return process.bean(type);
    }

    Path code() {
        return code;
    }

    Path scratch() {
        return scratch;
    }

    /** A shell script as an agent. */
    ManifestFramework script(String name, String text) {
        Path file = write(name, "#!/bin/sh\n" + text + "\n");
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return framework("command").setEntrypoint(name).build();
    }

    Path write(String name, String text) {
        try {
            Path file = code.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ManifestFramework.Builder framework(String word) {
        return ManifestFramework.newBuilder().setAdapter(word).setFramework(word);
    }

    @Override
    public void close() {
        process.close();
    }
}
