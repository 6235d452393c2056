package dev.joch.trace.log;

import com.google.protobuf.ByteString;

import dev.joch.trace.TraceProblem;
import dev.joch.trace.v1.LogChunk;

import java.util.ArrayList;
import java.util.List;

/** What an append does to a log. Pure. */
public record LogRules(LogLimits limits) {

    /** A row holds about so much text; one chunk may be larger. */
    private static final int PIECE_BYTES = 256 * 1024;

    /**
     * Old pieces are looked for each time the log has grown by so much, or by a quarter of what is
     * kept of its end.
     */
    private static final long STRIDE = 1024 * 1024;

    private static final byte LINE_FEED = '\n';

    /** What is to be done. */
    public sealed interface Step {

        /**
         * Write this.
         *
         * @param head afterwards
         * @param trim pieces between the beginning and the newest part have to go
         */
        record Write(LogHead head, List<Piece> pieces, boolean trim) implements Step {}

        record Refuse(TraceProblem problem) implements Step {}
    }

    public Step decide(LogHead head, Append append) {
        if (append.token() < head.token()) {
            return new Step.Refuse(new TraceProblem.LogTakenOver(append.token(), head.token()));
        }
        long durable = append.token() > head.token() ? 0 : head.durable();
        List<LogChunk> fresh = new ArrayList<>();
        for (LogChunk chunk : append.chunks()) {
            if (chunk.getNumber() <= durable) {
                continue;
            }
            if (chunk.getNumber() != durable + 1) {
                return new Step.Refuse(new TraceProblem.LogGap(durable + 1, chunk.getNumber()));
            }
            fresh.add(chunk);
            durable++;
        }
        List<Piece> all = pack(head.bytes(), append.token(), fresh);
        long bytes = all.isEmpty() ? head.bytes() : all.getLast().end();
        List<Piece> kept = all.stream().filter(piece -> keeps(piece, bytes)).toList();
        long dropped =
                all.stream().mapToLong(Piece::bytes).sum()
                        - kept.stream().mapToLong(Piece::bytes).sum();
        long stride = Math.clamp(limits.tail() / 4, 1, STRIDE);
        boolean trim = bytes > limits.bytes() && bytes / stride != head.bytes() / stride;
        LogHead after =
                new LogHead(
                        append.token(), durable, bytes, head.dropped() + dropped, append.close());
        return new Step.Write(after, kept, trim);
    }

    private boolean keeps(Piece piece, long bytes) {
        return piece.position() < limits.head() || piece.end() > bytes - limits.tail();
    }

    private static List<Piece> pack(long from, long token, List<LogChunk> chunks) {
        List<Piece> pieces = new ArrayList<>();
        List<LogChunk> open = new ArrayList<>();
        long position = from;
        int bytes = 0;
        int lines = 0;
        for (LogChunk chunk : chunks) {
            if (!open.isEmpty() && bytes + chunk.getText().size() > PIECE_BYTES) {
                pieces.add(new Piece(position, token, open, bytes, lines));
                position += bytes;
                open = new ArrayList<>();
                bytes = 0;
                lines = 0;
            }
            open.add(chunk);
            bytes += chunk.getText().size();
            lines += lines(chunk.getText());
        }
        if (!open.isEmpty()) {
            pieces.add(new Piece(position, token, open, bytes, lines));
        }
        return pieces;
    }

    static int lines(ByteString text) {
        int lines = 0;
        for (int i = 0; i < text.size(); i++) {
            lines += text.byteAt(i) == LINE_FEED ? 1 : 0;
        }
        return lines;
    }

    /** The last lines of what the chunks hold; a text without its line feed is a line too. */
    public static List<LogChunk> lastLines(List<LogChunk> chunks, int lines) {
        List<LogChunk> kept = new ArrayList<>();
        int seen = 0;
        boolean atEnd = true;
        for (LogChunk chunk : chunks.reversed()) {
            ByteString text = chunk.getText();
            for (int i = text.size() - 1; i >= 0; i--) {
                boolean ends = text.byteAt(i) == LINE_FEED && !atEnd;
                atEnd = false;
                seen += ends ? 1 : 0;
                if (ends && seen == lines) {
                    if (i + 1 < text.size()) {
                        kept.addFirst(chunk.toBuilder().setText(text.substring(i + 1)).build());
                    }
                    return kept;
                }
            }
            kept.addFirst(chunk);
        }
        return kept;
    }
}
