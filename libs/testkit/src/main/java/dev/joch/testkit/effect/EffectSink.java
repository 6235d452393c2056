package dev.joch.testkit.effect;

import dev.joch.testkit.effect.EffectCall.Answer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Takes calls of programs: one connection each, a line {@code RUN ATTEMPT STEP} and a line for an
 * answer, {@code done}, {@code again} or {@code stale}.
 *
 * <p>A call is in the file, and the file on the disk, before it is answered. Some answers are lost
 * on purpose, after the work.
 */
public final class EffectSink implements AutoCloseable {

    private static final int PATIENCE = Math.toIntExact(Duration.ofSeconds(10).toMillis());

    private final FileChannel file;
    private final ServerSocket socket;
    private final Random random;
    private final double lost;
    private final InstantSource clock;
    private final Set<String> done = new HashSet<>();
    private final Map<String, Integer> newest = new HashMap<>();
    private final List<EffectCall> calls = new ArrayList<>();

    private EffectSink(
            FileChannel file,
            ServerSocket socket,
            Random random,
            double lost,
            InstantSource clock) {
        this.file = file;
        this.socket = socket;
        this.random = random;
        this.lost = lost;
        this.clock = clock;
    }

    /**
     * Starts on a free port of the loopback address.
     *
     * @param file that is made for the calls
     * @param lost share of answers that are never sent
     */
    public static EffectSink start(Path file, Random random, double lost, InstantSource clock) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            EffectSink sink =
                    new EffectSink(
                            FileChannel.open(
                                    file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            new ServerSocket(0, 0, InetAddress.getLoopbackAddress()),
                            random,
                            lost,
                            clock);
            Thread.ofPlatform().daemon().name("effect-sink").start(sink::accept);
            return sink;
        } catch (IOException e) {
            throw new UncheckedIOException("the sink cannot be started", e);
        }
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** All calls so far, in the order of the file. */
    public synchronized List<EffectCall> calls() {
        return List.copyOf(calls);
    }

    /** The calls that stand in the file of a sink. */
    public static List<EffectCall> read(Path file) {
        try {
            return Files.readAllLines(file).stream().map(EffectCall::of).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket caller = socket.accept();
                Thread.ofVirtual().name("effect").start(() -> serve(caller));
            } catch (IOException e) {
                // closed, or a caller that went before it was taken in
                continue;
            }
        }
    }

    private void serve(Socket caller) {
        try (caller) {
            caller.setSoTimeout(PATIENCE);
            BufferedReader reader =
                    new BufferedReader(
                            new InputStreamReader(caller.getInputStream(), StandardCharsets.UTF_8));
            String line = reader.readLine();
            String[] words = line == null ? new String[0] : line.split(" ", -1);
            if (words.length != 3) {
                // a caller that was killed in the middle of its word has asked for nothing
                return;
            }
            EffectCall call = take(words[0], Integer.parseInt(words[1]), words[2]);
            if (call.heard()) {
                caller.getOutputStream()
                        .write((call.answer().word() + "\n").getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            // the caller is gone; what was done is done
            return;
        }
    }

    /** One call, without the network. */
    synchronized EffectCall take(String run, int attempt, String step) throws IOException {
        Instant now = clock.instant();
        EffectCall call =
                new EffectCall(
                        ChronoUnit.MICROS.between(Instant.EPOCH, now),
                        run,
                        attempt,
                        step,
                        answer(run, attempt, step),
                        random.nextDouble() >= lost);
        ByteBuffer line = ByteBuffer.wrap((call.line() + "\n").getBytes(StandardCharsets.UTF_8));
        while (line.hasRemaining()) {
            file.write(line);
        }
        file.force(false);
        calls.add(call);
        return call;
    }

    private Answer answer(String run, int attempt, String step) {
        if (attempt < newest.getOrDefault(run, 0)) {
            return Answer.STALE;
        }
        newest.put(run, attempt);
        return done.add(run + " " + step) ? Answer.DONE : Answer.AGAIN;
    }

    @Override
    public void close() {
        try {
            socket.close();
            synchronized (this) {
                file.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
