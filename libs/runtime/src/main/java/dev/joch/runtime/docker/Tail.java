package dev.joch.runtime.docker;

import com.google.protobuf.ByteString;

/** Lets the end of a stream pass, from the begin of a line on. */
final class Tail {

    private static final byte END_OF_LINE = '\n';

    private long skip;
    private long left;
    private boolean whole;

    private Tail(long size, long skip, boolean whole) {
        this.left = size;
        this.skip = skip;
        this.whole = whole;
    }

    static Tail all() {
        return new Tail(0, 0, true);
    }

    /** The last bytes of so many. */
    static Tail last(long size, long most) {
        // the byte before them says whether they begin with a line
        return size <= most ? all() : new Tail(size, size - most - 1, false);
    }

    ByteString cut(ByteString piece) {
        left -= piece.size();
        if (skip >= piece.size()) {
            skip -= piece.size();
            return ByteString.EMPTY;
        }
        ByteString rest = piece.substring((int) skip);
        skip = 0;
        if (whole) {
            return rest;
        }
        whole = true;
        for (int i = 0; i < rest.size(); i++) {
            // the last end of line begins nothing
            if (rest.byteAt(i) == END_OF_LINE && (i < rest.size() - 1 || left > 0)) {
                return rest.substring(i + 1);
            }
        }
        return rest.substring(1);
    }
}
