package dev.joch.runtime.docker;

import com.google.protobuf.ByteString;

/** Lets the end of a stream pass, from the begin of a line on. */
final class Tail {

    private static final byte END_OF_LINE = '\n';

    private long skip;
    private boolean whole;

    private Tail(long skip, boolean whole) {
        this.skip = skip;
        this.whole = whole;
    }

    static Tail all() {
        return new Tail(0, true);
    }

    /** The last bytes of so many. */
    static Tail last(long size, long most) {
        // the byte before them says whether they begin with a line
        return size <= most ? all() : new Tail(size - most - 1, false);
    }

    ByteString cut(ByteString piece) {
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
        for (int i = 0; i < rest.size() - 1; i++) {
            if (rest.byteAt(i) == END_OF_LINE) {
                return rest.substring(i + 1);
            }
        }
        return rest.substring(1);
    }
}
