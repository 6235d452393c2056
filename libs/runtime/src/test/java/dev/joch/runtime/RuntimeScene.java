package dev.joch.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.testkit.wait.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the tests of every runtime share. Each test has an installation of its own; {@link #open}
 * stands for a control plane that is started, {@link RuntimeAdapter#close} for one that is gone.
 */
public abstract class RuntimeScene {

    protected static final Duration SOON = Duration.ofSeconds(20);
    protected static final Duration NOW = Duration.ZERO;
    protected static final String FOR_EVER = "while :; do sleep 0.1; done";

    private final List<RuntimeAdapter> opened = new ArrayList<>();

    /** A runtime with its means to look and to disturb. */
    protected abstract TestedRuntime tested();

    protected final RuntimeAdapter open() {
        RuntimeAdapter adapter = tested().open();
        opened.add(adapter);
        return adapter;
    }

    protected final WorkloadSpec spec(String name, String script) {
        return WorkloadSpec.of(name, tested().shell(script));
    }

    @BeforeEach
    final void begin() throws Exception {
        tested().begin();
    }

    @AfterEach
    final void end() throws Exception {
        try (RuntimeAdapter last = tested().open()) {
            for (WorkloadStatus each : last.list()) {
                gone(last, each.name(), NOW);
            }
        } finally {
            opened.forEach(RuntimeAdapter::close);
            tested().end();
        }
    }

    protected static void gone(RuntimeAdapter runtime, String name, Duration grace) {
        Await.until(name + " is gone", SOON, () -> runtime.delete(name, grace));
    }

    protected static WorkloadStatus status(RuntimeAdapter runtime, String name) {
        return runtime.status(name).orElseThrow();
    }

    protected static State.Ended ended(RuntimeAdapter runtime, String name) {
        return Await.value(
                name + " ends",
                SOON,
                () ->
                        status(runtime, name).instances().getFirst().state()
                                        instanceof State.Ended ended
                                ? ended
                                : null);
    }

    protected static void running(RuntimeAdapter runtime, String name, int number) {
        Await.until(
                number + " of " + name + " run",
                SOON,
                () -> {
                    WorkloadStatus now = status(runtime, name);
                    return now.running() == number
                            && now.instances().size() == number
                            && now.ending() == 0;
                });
    }

    protected static String text(LogStream log) {
        StringBuilder text = new StringBuilder();
        long end = System.nanoTime() + SOON.toNanos();
        while (System.nanoTime() < end) {
            switch (log.next(Duration.ofSeconds(1))) {
                case LogRead.Chunk chunk -> text.append(chunk.bytes().toStringUtf8());
                case LogRead.Quiet quiet -> assertThat(quiet).isNotNull();
                case LogRead.End end1 -> {
                    assertThat(end1).isNotNull();
                    return text.toString();
                }
            }
        }
        throw new AssertionError("the log does not end; so far: " + text);
    }

    protected static String log(RuntimeAdapter runtime, String name) {
        try (LogStream log = runtime.logs(name, 0, LogRequest.FOLLOW)) {
            return text(log);
        }
    }

    protected static String id(RuntimeAdapter runtime, String name) {
        return status(runtime, name).instances().getFirst().id();
    }

    protected static void heard(RuntimeAdapter runtime, String name, String line) {
        Await.until(
                name + " says " + line,
                SOON,
                () -> {
                    try (LogStream log = runtime.logs(name, 0, LogRequest.ALL)) {
                        return text(log).contains(line);
                    }
                });
    }

    protected static RuntimeProblem problem(Placed placed) {
        return switch (placed) {
            case Placed.Refused refused -> refused.problem();
            case Placed.New started -> throw new AssertionError(started.handle() + " was started");
            case Placed.Found found -> throw new AssertionError(found.handle() + " was found");
        };
    }
}
