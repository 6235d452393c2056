package dev.joch.resource.text;

import com.fasterxml.jackson.core.io.SerializedString;

import java.io.Closeable;
import java.io.IOException;

/** Where a tree is written to, piece by piece, so that no list has to exist twice. */
interface TreeSink extends Closeable {
    void startMapping() throws IOException;

    void endMapping() throws IOException;

    void startSequence() throws IOException;

    void endSequence() throws IOException;

    void key(String key) throws IOException;

    /** A name of the contract, which needs no quoting and is encoded once. */
    void field(SerializedString name) throws IOException;

    void text(String text) throws IOException;

    void bool(boolean value) throws IOException;

    void whole(long value) throws IOException;

    /** A finite number in its shortest form. */
    void number(String digits) throws IOException;

    void nothing() throws IOException;
}
