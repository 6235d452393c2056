package dev.joch.resource.text;

import com.google.protobuf.ByteString;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Bytes to characters: UTF-8 that a person could have typed. */
final class Utf8 {
    /** After so many the text is taken for something binary. */
    private static final int FORGIVEN = 10;

    private Utf8() {}

    /**
     * The characters, without byte order mark and with blanks for what was reported; null if it is
     * no text at all.
     */
    static @Nullable String decode(ByteString bytes, Findings findings) {
        if (!bytes.isValidUtf8()) {
            reportInvalid(bytes, findings);
            return null;
        }
        String text = bytes.toStringUtf8();
        if (text.startsWith("\ufeff")) {
            text = text.substring(1);
        }
        boolean json = JsonReader.looksLikeJson(text);
        int first = nextForbidden(text, 0, json);
        return first < 0 ? text : withoutForbidden(text, first, json, findings);
    }

    private static void reportInvalid(ByteString bytes, Findings findings) {
        CharsetDecoder decoder =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = bytes.asReadOnlyByteBuffer();
        CharBuffer out = CharBuffer.allocate(bytes.size());
        decoder.decode(in, out, true);
        int offset = in.position();
        String before = out.flip().toString();
        boolean utf16 =
                bytes.size() > 1
                        && (bytes.byteAt(0) & 0xff) >= 0xfe
                        && (bytes.byteAt(1) & 0xff) >= 0xfe;
        findings.error(
                DecodeReason.INVALID_UTF8,
                lineAt(before, before.length()),
                columnAt(before, before.length()),
                "",
                utf16
                        ? "the text is UTF-16, not UTF-8"
                        : "byte "
                                + offset
                                + String.format(" (0x%02x)", bytes.byteAt(offset) & 0xff)
                                + " is not UTF-8",
                "save the text as UTF-8");
    }

    private static String withoutForbidden(
            String text, int first, boolean json, Findings findings) {
        char[] clean = text.toCharArray();
        int seen = 0;
        for (int at = first; at >= 0; at = nextForbidden(text, at + 1, json)) {
            clean[at] = ' ';
            if (seen++ < FORGIVEN) {
                findings.error(
                        DecodeReason.CONTROL_CHARACTER,
                        lineAt(text, at),
                        columnAt(text, at),
                        "",
                        String.format(
                                "the text holds the control character U+%04X",
                                (int) text.charAt(at)),
                        "remove the character, or write it as an escape inside quotes");
            }
        }
        return seen > FORGIVEN ? "" : new String(clean);
    }

    /** YAML forbids more than JSON does. */
    private static int nextForbidden(String text, int from, boolean json) {
        for (int at = from; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c < ' ' && c != '\n' && c != '\t' && c != '\r') {
                return at;
            }
            if (!json && ((c >= 0x7f && c < 0xa0 && c != 0x85) || c >= 0xfffe)) {
                return at;
            }
        }
        return -1;
    }

    private static int lineAt(String text, int offset) {
        int line = 1;
        for (int at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
            line++;
        }
        return line;
    }

    private static int columnAt(String text, int offset) {
        int start = text.lastIndexOf('\n', offset - 1) + 1;
        return text.codePointCount(start, offset) + 1;
    }
}
