package dev.joch.worker.log;

import dev.joch.trace.v1.LogChunk;

import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Chunks on disk, first in first out. The file is made when first needed and cut when empty. */
final class LogSpool implements AutoCloseable {

    private final Path file;
    private final long most;
    private @Nullable FileChannel writing;
    private @Nullable InputStream reading;
    private long waiting;
    private long bytes;

    LogSpool(Path file, long most) {
        this.file = file;
        this.most = most;
    }

    boolean isEmpty() {
        return waiting == 0;
    }

    boolean hasRoom(int length) {
        return bytes + length <= most;
    }

    void append(LogChunk chunk) throws IOException {
        FileChannel channel = writing;
        if (channel == null) {
            channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE);
            writing = channel;
        }
        OutputStream out = Channels.newOutputStream(channel);
        chunk.writeDelimitedTo(out);
        waiting++;
        bytes += chunk.getText().size();
    }

    /** The oldest ones, at most that many bytes of text but at least one. */
    List<LogChunk> take(int mostBytes) throws IOException {
        List<LogChunk> taken = new ArrayList<>();
        int size = 0;
        while (waiting > 0 && size < mostBytes && taken.size() < RunLog.MOST_CHUNKS) {
            LogChunk chunk = LogChunk.parseDelimitedFrom(in());
            if (chunk == null) {
                throw new IOException("the spool of the log is shorter than it was written");
            }
            waiting--;
            size += chunk.getText().size();
            taken.add(chunk);
        }
        if (waiting == 0) {
            close();
        }
        return taken;
    }

    private InputStream in() throws IOException {
        InputStream in = reading;
        if (in == null) {
            // nothing is cached beyond what was written: appending goes on in the same file
            in = new BufferedInputStream(Files.newInputStream(file), 64 * 1024);
            reading = in;
        }
        return in;
    }

    @Override
    public void close() throws IOException {
        waiting = 0;
        bytes = 0;
        if (reading != null) {
            reading.close();
            reading = null;
        }
        if (writing != null) {
            writing.close();
            writing = null;
        }
        Files.deleteIfExists(file);
    }
}
