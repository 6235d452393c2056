package dev.joch.server.kill;

import com.fasterxml.jackson.databind.JsonNode;

import dev.joch.server.split.PatientApi;
import dev.joch.testkit.run.RunHistory;
import dev.joch.testkit.run.RunHistory.Seen;
import dev.joch.testkit.run.RunHistory.Submitted;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;

/**
 * Asks for runs, as many as were released, each until it is acknowledged; and for the end of a few
 * of them.
 */
final class ActingRuns {

    private static final String PATH = "/v1/namespaces/" + ActingAgent.NAMESPACE + "/executions";

    /** One of so many may be begun only once. */
    private static final int ONCE = 3;

    /** One of so many is cancelled, some time after it was asked for. */
    private static final int CANCELLED = 12;

    private static final int MANY_ATTEMPTS = 10;
    private static final double LONGEST_PAUSE = 1.2;
    private static final int CANCEL_LAG = 4;

    private final PatientApi api;
    private final Random random;
    private final int count;
    private final Semaphore released = new Semaphore(0);
    private final List<Submitted> submitted = new ArrayList<>();
    private final Thread thread;
    private volatile @Nullable Throwable failure;

    ActingRuns(PatientApi api, Random random, int count) {
        this.api = api;
        this.random = random;
        this.count = count;
        this.thread = Thread.ofPlatform().name("runs").unstarted(this::submit);
    }

    void start() {
        thread.setUncaughtExceptionHandler((same, thrown) -> failure = thrown);
        thread.start();
    }

    /** So many more may be asked for. */
    void release(int more) {
        released.release(more);
    }

    private void submit() {
        for (int i = 0; i < count; i++) {
            released.acquireUninterruptibly();
            String name = name(i);
            int attempts = i % ONCE == 0 ? 1 : MANY_ATTEMPTS;
            double pause = Math.round(random.nextDouble() * LONGEST_PAUSE * 1_000) / 1_000.0;
            JsonNode created = api.post(PATH, ActingAgent.run(name, pause, attempts));
            submitted.add(new Submitted(uid(created), attempts));
            int old = i - CANCEL_LAG;
            if (old >= 0 && old % CANCELLED == 0) {
                api.post(PATH + "/" + name(old) + "/cancel", "{\"reason\": \"a whim\"}");
            }
        }
    }

    private static String name(int i) {
        return "run-%05d".formatted(i);
    }

    private static String uid(JsonNode resource) {
        return resource.path("metadata").path("uid").asText();
    }

    /** Waits until all are asked for; gives them. */
    List<Submitted> await(Duration most) throws InterruptedException {
        boolean over = thread.join(most);
        Throwable thrown = failure;
        if (thrown != null) {
            throw new AssertionError("runs could not be asked for", thrown);
        }
        if (!over) {
            throw new AssertionError("not all runs were asked for within " + most);
        }
        return List.copyOf(submitted);
    }

    /** The Executions that are there. */
    List<JsonNode> resources() {
        return api.pages("/v1/resources").stream()
                .filter(resource -> resource.path("kind").asText().equals("Execution"))
                .toList();
    }

    static boolean ended(JsonNode resource) {
        return RunHistory.ENDS.contains(resource.path("status").path("phase").asText());
    }

    static Seen seen(JsonNode resource) {
        JsonNode status = resource.path("status");
        return new Seen(
                uid(resource),
                status.path("phase").asText(),
                status.path("attempt").asInt(),
                status.path("output").path("attempt").asInt());
    }
}
