package dev.joch.cli.trace;

import dev.joch.cli.api.ApiClient;
import dev.joch.cli.api.Query;
import dev.joch.cli.api.Reference;
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
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * What is recorded of a run, part by part. A connection that breaks is opened again behind the last
 * part, so that no line is missed and none comes twice, whatever restarts meanwhile.
 */
final class RunFeed {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** Without following, a server that does not come back is not waited for. */
    private static final int TRIES = 5;

    private final ApiClient client;
    private final Reference run;
    private final Sort sort;
    private final int tail;
    private final BooleanSupplier ended;
    private String from = "";

    /** Parts that came behind that place: a place is named only now and then. */
    private int seen;

    private long dropped;
    private Duration pause = FIRST_PAUSE;

    private enum Left {
        /** All that there is was read. */
        ALL,
        /** It was closed; a log may be opened again by another attempt. */
        CLOSED,
        /** The receiver has gone away. */
        GONE
    }

    /** What can be read of a run. */
    enum Sort {
        /** A log is closed when an attempt ends; another may follow. */
        LOG("log", "text", true),
        EVENTS("events", "type", false);

        private final String path;
        private final String mark;
        private final boolean reopens;

        /**
         * @param mark field without which a part is a sign of life
         * @param reopens whether something may follow what is closed
         */
        Sort(String path, String mark, boolean reopens) {
            this.path = path;
            this.mark = mark;
            this.reopens = reopens;
        }
    }

    /**
     * A feed.
     *
     * @param tail only so many last lines; 0 for all
     * @param ended whether nothing is recorded any more, as the server knows it
     */
    RunFeed(ApiClient client, Reference run, Sort sort, int tail, BooleanSupplier ended) {
        this.client = client;
        this.run = run;
        this.sort = sort;
        this.tail = tail;
        this.ended = ended;
    }

    /** Bytes or events that the server has not kept. */
    long dropped() {
        return dropped;
    }

    /** Hands on what is there now. */
    void read(Predicate<Object> receiver) {
        for (int i = 1; ; i++) {
            try {
                once(false, receiver);
                return;
            } catch (IOException e) {
                if (i == TRIES) {
                    throw broken(e);
                }
                rest();
            }
        }
    }

    /** Hands on everything until the run has ended, or the receiver has gone away. */
    void follow(Predicate<Object> receiver) {
        while (true) {
            try {
                Left left = once(true, receiver);
                if (left == Left.GONE || left == Left.CLOSED && !sort.reopens) {
                    return;
                }
                if (ended.getAsBoolean()) {
                    // what was written between the last part and the end
                    once(false, receiver);
                    return;
                }
                if (left == Left.CLOSED) {
                    // another attempt follows, or the server is about to learn of the end
                    rest();
                }
            } catch (IOException e) {
                rest();
            }
        }
    }

    private Left once(boolean follow, Predicate<Object> receiver) throws IOException {
        Query path =
                Query.at("namespaces", run.namespace(), "executions", run.name(), sort.path)
                        .with("from", from)
                        .with("tail", tail == 0 || !from.isEmpty() ? "" : String.valueOf(tail))
                        .with("follow", follow ? "true" : "");
        switch (client.lines(path)) {
            case HttpClient.Streamed.Open open -> {
                try (AutoCloseable connection = open.connection();
                        BufferedReader lines =
                                new BufferedReader(
                                        new InputStreamReader(
                                                open.body(), StandardCharsets.UTF_8))) {
                    return parts(lines, follow, receiver);
                } catch (IOException | RuntimeException e) {
                    throw e;
                } catch (Exception e) {
                    throw new IOException(e);
                }
            }
            case HttpClient.Streamed.Refused refused -> {
                if (refused.answer().status() == 429 || refused.answer().status() > 501) {
                    throw new IOException("the server answers " + refused.answer().status());
                }
                throw ApiClient.refused(refused.answer());
            }
        }
    }

    private boolean isNews(Object part) {
        return !Tree.text(part, sort.mark).isEmpty();
    }

    private Left parts(BufferedReader lines, boolean follow, Predicate<Object> receiver)
            throws IOException {
        int again = seen;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isBlank()) {
                continue;
            }
            Object part = parsed(line);
            pause = FIRST_PAUSE;
            dropped = Math.max(dropped, Tree.number(part, "dropped"));
            if (isNews(part)) {
                if (again > 0) {
                    // it came before the connection broke
                    again--;
                } else {
                    seen++;
                    if (!receiver.test(part)) {
                        return Left.GONE;
                    }
                }
            }
            String next = Tree.text(part, "next");
            if (!next.isEmpty()) {
                from = next;
                seen = 0;
                again = 0;
            }
            if (Tree.text(part, "closed").equals("true")) {
                return Left.CLOSED;
            }
            // a sign of life: time to ask whether anything is still recorded
            if (follow && !isNews(part) && ended.getAsBoolean()) {
                return Left.ALL;
            }
        }
        if (follow) {
            throw new IOException("the server ended the stream");
        }
        return Left.ALL;
    }

    private static Object parsed(String line) throws IOException {
        @Nullable Object part;
        try {
            part = JsonReader.read(line);
        } catch (JsonException e) {
            throw new IOException("a line of the stream was cut", e);
        }
        if (part == null || Tree.at(part, "reason") != null) {
            throw new IOException("the server ended the stream");
        }
        return part;
    }

    private void rest() {
        LockSupport.parkNanos(pause.toNanos());
        Duration longer = pause.multipliedBy(2);
        pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
    }

    private FailureException broken(IOException e) {
        return new FailureException(
                new Failure.Unreachable(
                        "the " + sort.path + " broke off: " + e.getMessage(),
                        "try again; joch status shows how the server is"),
                e);
    }
}
