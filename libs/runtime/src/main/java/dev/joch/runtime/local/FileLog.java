package dev.joch.runtime.local;

import com.google.protobuf.ByteString;

import dev.joch.runtime.LogRead;
import dev.joch.runtime.LogRequest;
import dev.joch.runtime.LogStream;
import dev.joch.runtime.State;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/**
 * A log of two files that is read while it grows: the older one, then the newer one, and when that
 * becomes the older one, the next.
 */
final class FileLog implements LogStream {

    private static final long PAUSE_NANOS = 20_000_000;

    private final InstanceFolder folder;
    private final LogRequest request;
    private final ByteBuffer buffer = ByteBuffer.allocate(LogRead.MOST);
    private @Nullable FileChannel open;
    private @Nullable Object openKey;

    /** What followed the open file when it was opened. */
    private @Nullable Object nextKey;

    private boolean gap;
    private boolean whole = true;

    FileLog(InstanceFolder folder, LogRequest request) throws IOException {
        this.folder = folder;
        this.request = request;
        begin();
    }

    /** Where the last bytes that are asked for begin. */
    private void begin() throws IOException {
        long newer = size(folder.log());
        long older = size(folder.olderLog());
        if (older > 0 && request.tailBytes() > newer) {
            open(folder.olderLog());
            seek(older - Math.min(older, request.tailBytes() - newer));
        } else if (Files.exists(folder.log())) {
            open(folder.log());
            seek(newer - Math.min(newer, request.tailBytes()));
        }
    }

    private void seek(long position) throws IOException {
        FileChannel channel = Objects.requireNonNull(open);
        channel.position(position);
        // a place in the middle is rarely the begin of a line
        whole = position == 0;
        if (position > 0) {
            channel.position(position - 1);
        }
    }

    @Override
    public LogRead next(Duration wait) {
        long end = System.nanoTime() + wait.toNanos();
        try {
            while (true) {
                boolean over = !request.follow() || hasEnded();
                ByteString piece = piece();
                if (!piece.isEmpty()) {
                    boolean lost = gap;
                    gap = false;
                    return new LogRead.Chunk(piece, lost);
                }
                if (over) {
                    return new LogRead.End();
                }
                if (System.nanoTime() >= end) {
                    return new LogRead.Quiet();
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean hasEnded() throws IOException {
        try {
            return folder.state() instanceof State.Ended;
        } catch (NoSuchFileException deleted) {
            return true;
        }
    }

    /** What can be read now; empty at the end of what is there. */
    private ByteString piece() throws IOException {
        while (true) {
            if (open == null && !openNext()) {
                return ByteString.EMPTY;
            }
            ByteString read = read();
            if (!read.isEmpty()) {
                return read;
            }
            if (!hasTurned()) {
                return ByteString.EMPTY;
            }
            // what came between the last read and the turn
            read = read();
            if (!read.isEmpty()) {
                return read;
            }
            openNext();
        }
    }

    private ByteString read() throws IOException {
        FileChannel channel = Objects.requireNonNull(open);
        while (true) {
            buffer.clear();
            if (channel.read(buffer) <= 0) {
                return ByteString.EMPTY;
            }
            buffer.flip();
            if (!whole) {
                skipToLine(channel.position() < channel.size());
            }
            if (buffer.hasRemaining()) {
                return ByteString.copyFrom(buffer);
            }
        }
    }

    /** One line that is longer than a piece is given from its middle on. */
    private void skipToLine(boolean more) {
        whole = true;
        for (int i = 0; i < buffer.limit(); i++) {
            // the last end of line begins nothing
            if (buffer.get(i) == '\n' && (i < buffer.limit() - 1 || more)) {
                buffer.position(i + 1);
                return;
            }
        }
        buffer.position(1);
    }

    /** Whether the file that is read is no longer the one that is written. */
    private boolean hasTurned() throws IOException {
        return !Objects.equals(key(folder.log()), openKey) && Files.exists(folder.log());
    }

    /** The file after the one that was read. */
    private boolean openNext() throws IOException {
        Path next = folder.log();
        Object older = key(folder.olderLog());
        if (open != null && !Objects.equals(older, openKey)) {
            // the log turned meanwhile: the older file is one that was not read yet
            gap |= !Objects.equals(older, nextKey);
            next = folder.olderLog();
        }
        if (!Files.exists(next)) {
            return false;
        }
        open(next);
        return true;
    }

    private void open(Path file) throws IOException {
        close();
        FileChannel channel = FileChannel.open(file);
        open = channel;
        openKey = key(file);
        nextKey = file.equals(folder.olderLog()) ? key(folder.log()) : null;
    }

    private static @Nullable Object key(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException none) {
            return null;
        }
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException none) {
            return 0;
        }
    }

    @Override
    public void close() {
        FileChannel channel = open;
        open = null;
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
