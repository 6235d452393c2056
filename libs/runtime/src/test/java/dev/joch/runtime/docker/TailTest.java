package dev.joch.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;

import org.junit.jupiter.api.Test;

final class TailTest {

    private static String tail(long most, String... pieces) {
        long size = 0;
        for (String piece : pieces) {
            size += piece.length();
        }
        Tail tail = Tail.last(size, most);
        StringBuilder passed = new StringBuilder();
        for (String piece : pieces) {
            passed.append(tail.cut(ByteString.copyFromUtf8(piece)).toStringUtf8());
        }
        return passed.toString();
    }

    @Test
    void beginsWithALine() {
        assertThat(tail(100, "one\n", "two\n")).isEqualTo("one\ntwo\n");
        assertThat(tail(8, "one\n", "two\n")).isEqualTo("one\ntwo\n");
        assertThat(tail(5, "one\n", "two\n")).isEqualTo("two\n");
        assertThat(tail(4, "one\n", "two\n")).isEqualTo("two\n");
        assertThat(tail(4, "one\ntwo\n")).isEqualTo("two\n");
        // a line that is longer than that is given from its middle on
        assertThat(tail(3, "one\ntwo\n", "three\n")).isEqualTo("ee\n");
    }
}
