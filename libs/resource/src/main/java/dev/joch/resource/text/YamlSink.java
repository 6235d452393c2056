package dev.joch.resource.text;

import com.fasterxml.jackson.core.io.SerializedString;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes a tree as YAML in block style. Closing it flushes, but leaves the stream below open. */
final class YamlSink implements TreeSink {
    private static final int CHUNK = 8_192;
    private static final int STEP = 2;

    /**
     * A key that is longer must be announced by a question mark: parsers look ahead 1,024
     * characters only.
     */
    private static final int LONGEST_SIMPLE_KEY = 1_000;

    private enum Spot {
        ROOT,
        AFTER_KEY,
        AFTER_DASH
    }

    /** An open mapping or sequence. */
    private static final class Frame {
        private final boolean sequence;
        private final Spot spot;
        private final int indent;
        private boolean empty = true;

        Frame(boolean sequence, Spot spot, int indent) {
            this.sequence = sequence;
            this.spot = spot;
            this.indent = indent;
        }
    }

    private final OutputStream out;
    private final StringBuilder buffer = new StringBuilder(CHUNK + 1_024);
    private final List<Frame> frames = new ArrayList<>();

    YamlSink(OutputStream out) {
        this.out = out;
    }

    /** Separates documents. */
    void separator() {
        buffer.append("---\n");
    }

    @Override
    public void startMapping() {
        open(false);
    }

    @Override
    public void startSequence() {
        open(true);
    }

    private void open(boolean sequence) {
        Spot spot = beforeValue();
        int indent = spot == Spot.ROOT ? 0 : frames.getLast().indent + STEP;
        frames.add(new Frame(sequence, spot, indent));
    }

    @Override
    public void endMapping() throws IOException {
        close("{}");
    }

    @Override
    public void endSequence() throws IOException {
        close("[]");
    }

    private void close(String nothing) throws IOException {
        Frame frame = frames.removeLast();
        if (frame.empty) {
            buffer.append(frame.spot == Spot.ROOT ? "" : " ").append(nothing);
            endLine();
        }
    }

    @Override
    public void key(String key) {
        startEntry(frames.getLast());
        int start = buffer.length();
        YamlScalars.append(key, buffer);
        if (buffer.length() - start > LONGEST_SIMPLE_KEY) {
            buffer.insert(start, "? ").append('\n');
            indent(frames.getLast().indent);
        }
        buffer.append(':');
    }

    @Override
    public void field(SerializedString name) {
        startEntry(frames.getLast());
        buffer.append(name.getValue()).append(':');
    }

    /** The first entry of a collection may stand behind a dash; every other one begins a line. */
    private void startEntry(Frame frame) {
        if (!frame.empty) {
            indent(frame.indent);
        } else if (frame.spot == Spot.AFTER_DASH) {
            buffer.append(' ');
        } else if (frame.spot == Spot.AFTER_KEY) {
            buffer.append('\n');
            indent(frame.indent);
        }
        frame.empty = false;
    }

    private Spot beforeValue() {
        @Nullable Frame frame = frames.isEmpty() ? null : frames.getLast();
        if (frame == null) {
            return Spot.ROOT;
        }
        if (!frame.sequence) {
            return Spot.AFTER_KEY;
        }
        startEntry(frame);
        buffer.append('-');
        return Spot.AFTER_DASH;
    }

    @Override
    public void text(String text) throws IOException {
        Spot spot = beforeScalar();
        if (spot != Spot.ROOT && YamlScalars.isBlock(text)) {
            YamlScalars.appendBlock(text, frames.getLast().indent + STEP, buffer);
        } else {
            YamlScalars.append(text, buffer);
        }
        endLine();
    }

    @Override
    public void bool(boolean value) throws IOException {
        beforeScalar();
        buffer.append(value);
        endLine();
    }

    @Override
    public void whole(long value) throws IOException {
        beforeScalar();
        buffer.append(value);
        endLine();
    }

    @Override
    public void number(String digits) throws IOException {
        beforeScalar();
        buffer.append(digits);
        endLine();
    }

    @Override
    public void nothing() throws IOException {
        beforeScalar();
        buffer.append("null");
        endLine();
    }

    private Spot beforeScalar() {
        Spot spot = beforeValue();
        if (spot != Spot.ROOT) {
            buffer.append(' ');
        }
        return spot;
    }

    private void indent(int columns) {
        buffer.repeat(' ', columns);
    }

    private void endLine() throws IOException {
        buffer.append('\n');
        if (buffer.length() >= CHUNK) {
            drain();
        }
    }

    private void drain() throws IOException {
        out.write(buffer.toString().getBytes(StandardCharsets.UTF_8));
        buffer.setLength(0);
    }

    @Override
    public void close() throws IOException {
        drain();
        out.flush();
    }
}
