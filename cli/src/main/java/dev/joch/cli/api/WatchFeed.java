package dev.joch.cli.api;

import dev.joch.cli.http.HttpClient;
import dev.joch.cli.json.JsonException;
import dev.joch.cli.json.JsonReader;
import dev.joch.cli.json.Tree;
import dev.joch.cli.problem.Failure;
import dev.joch.cli.problem.FailureException;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Follows the changes of a selection. A connection that breaks is opened again behind the last
 * revision that was seen, so nothing is missed and nothing comes twice; a revision that the server
 * no longer keeps begins anew with the current state.
 */
public final class WatchFeed {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final ApiClient client;
    private final Selection selection;
    private final ApiClient.Shape shape;
    private final long deadline;
    private String resourceVersion;
    private Duration pause = FIRST_PAUSE;

    /** What happened to one resource. */
    public record Event(String type, @Nullable Object object) {}

    /**
     * A feed.
     *
     * @param shape in which form resources come
     * @param resourceVersion what was seen already; empty begins with the current state
     * @param limit how long to follow
     */
    public WatchFeed(
            ApiClient client,
            Selection selection,
            ApiClient.Shape shape,
            String resourceVersion,
            Duration limit) {
        this.client = client;
        this.selection = selection;
        this.shape = shape;
        this.resourceVersion = resourceVersion;
        this.deadline = System.nanoTime() + limit.toNanos();
    }

    /** Hands on every change until the receiver has enough; false when the time was over first. */
    public boolean follow(Predicate<Event> enough) {
        while (System.nanoTime() < deadline) {
            try {
                if (once(enough)) {
                    return true;
                }
            } catch (IOException e) {
                rest();
            }
        }
        return false;
    }

    private boolean once(Predicate<Event> enough) throws IOException {
        switch (client.watch(selection, shape, resourceVersion)) {
            case HttpClient.Streamed.Open open -> {
                try (AutoCloseable connection = open.connection();
                        AutoCloseable alarm = alarm(open.connection());
                        BufferedReader lines =
                                new BufferedReader(
                                        new InputStreamReader(
                                                open.body(), StandardCharsets.UTF_8))) {
                    return read(lines, enough);
                } catch (IOException | RuntimeException e) {
                    throw e;
                } catch (Exception e) {
                    throw new IOException(e);
                }
            }
            case HttpClient.Streamed.Refused refused -> {
                refusedWith(ApiClient.refused(refused.answer()), refused.answer().status());
                return false;
            }
        }
    }

    private boolean read(BufferedReader lines, Predicate<Event> enough) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isBlank()) {
                continue;
            }
            pause = FIRST_PAUSE;
            Object message = parsed(line);
            Event event = new Event(Tree.text(message, "type"), Tree.at(message, "object"));
            if (event.type().equals("ERROR")) {
                String code =
                        Tree.textIn(message, "status").orElse(Tree.text(event.object(), "status"));
                boolean expired =
                        code.equals("410") || line.contains("EXPIRED") || line.contains("Expired");
                resourceVersion = expired ? "" : resourceVersion;
                throw new IOException("the server ended the feed");
            }
            String seen =
                    Tree.textIn(message, "resourceVersion")
                            .orElse(Tree.text(event.object(), "metadata", "resourceVersion"));
            resourceVersion = seen.isEmpty() ? resourceVersion : seen;
            if (!event.type().equals("BOOKMARK") && enough.test(event)) {
                return true;
            }
            if (System.nanoTime() >= deadline) {
                return false;
            }
        }
        throw new IOException("the server ended the feed");
    }

    private static @Nullable Object parsed(String line) throws IOException {
        try {
            return JsonReader.read(line);
        } catch (JsonException e) {
            throw new IOException("a line of the feed was cut", e);
        }
    }

    private void refusedWith(FailureException refusal, int status) {
        switch (status) {
            case 410 -> resourceVersion = "";
            case 429, 502, 503, 504 -> rest();
            default -> throw refusal;
        }
    }

    /** Cuts the connection when the time is over, however silent it is. */
    private AutoCloseable alarm(AutoCloseable connection) {
        long left = deadline - System.nanoTime();
        Thread alarm =
                Thread.ofVirtual()
                        .unstarted(() -> {
                            LockSupport.parkNanos(left);
                            if (!Thread.currentThread().isInterrupted()) {
                                closeQuietly(connection);
                            }
                        });
        if (left < Duration.ofDays(1).toNanos()) {
            alarm.start();
        }
        return alarm::interrupt;
    }

    private static void closeQuietly(AutoCloseable connection) {
        try {
            connection.close();
        } catch (Exception e) {
            throw new FailureException(
                    new Failure.Local(
                            "CONNECTION_NOT_CLOSED", "the connection cannot be closed", ""),
                    e);
        }
    }

    private void rest() {
        long left = deadline - System.nanoTime();
        LockSupport.parkNanos(Math.min(pause.toNanos(), Math.max(left, 0)));
        pause =
                pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                        ? pause.multipliedBy(2)
                        : LONGEST_PAUSE;
    }
}
