package dev.joch.worker.log;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * Reads one pipe of a program into its log. On a thread of the platform: a read of a pipe holds the
 * thread that carries it, and there are two per run.
 */
public final class LogReader {

    private static final long STACK = 128 * 1024;

    private final String stream;
    private final InputStream pipe;
    private final RunLog log;
    private final Thread thread;

    private LogReader(String stream, InputStream pipe, RunLog log) {
        this.stream = stream;
        this.pipe = pipe;
        this.log = log;
        this.thread =
                Thread.ofPlatform()
                        .name("agent-" + stream)
                        .daemon(true)
                        .stackSize(STACK)
                        .unstarted(this::read);
    }

    public static LogReader start(String stream, InputStream pipe, RunLog log) {
        LogReader reader = new LogReader(stream, pipe, log);
        reader.thread.start();
        return reader;
    }

    private void read() {
        try {
            copy();
        } catch (IOException e) {
            // the pipe was closed under us: nobody writes to it any more
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void copy() throws IOException, InterruptedException {
        byte[] buffer = new byte[LogLimits.CHUNK];
        int held = 0;
        int read;
        while ((read = pipe.read(buffer, held, buffer.length - held)) >= 0) {
            int cut = endOfLines(buffer, held, held + read);
            held += read;
            if (cut == 0 && held == buffer.length) {
                cut = held;
            }
            if (cut > 0) {
                log.write(stream, buffer, 0, cut);
                System.arraycopy(buffer, cut, buffer, 0, held - cut);
                held -= cut;
            }
        }
        if (held > 0) {
            log.write(stream, buffer, 0, held);
        }
    }

    /** Behind the last line feed of what is new; 0 when there is none. */
    private static int endOfLines(byte[] buffer, int from, int to) {
        for (int i = to - 1; i >= from; i--) {
            if (buffer[i] == '\n') {
                return i + 1;
            }
        }
        return 0;
    }

    /** Waits until all is read; false when that takes too long. */
    public boolean awaitEnd(Duration most) throws InterruptedException {
        return thread.join(most);
    }
}
