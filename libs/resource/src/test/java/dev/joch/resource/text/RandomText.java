package dev.joch.resource.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/** Turns good documents into bad ones, by bytes, by lines and by the marks of the grammar. */
final class RandomText {
    private static final List<String> MARKS =
            List.of(
                    "---\n",
                    "...\n",
                    "&a ",
                    "*a",
                    "!!str ",
                    "!x ",
                    "\t",
                    "{",
                    "}",
                    "[",
                    "]",
                    ": ",
                    "- ",
                    ", ",
                    "|\n",
                    ">-\n",
                    "|2+\n",
                    "\"",
                    "'",
                    "\\",
                    "\\u0000",
                    "\\ud800",
                    "\u0000",
                    "é",
                    "😀",
                    "1e999",
                    "-1",
                    ".nan",
                    "null",
                    "true",
                    "0x1F",
                    "%YAML 1.1\n",
                    "%TAG ! x\n",
                    "? ",
                    "<<: *a\n",
                    "\r",
                    "\u2028",
                    "\u0085",
                    "#",
                    "~",
                    "@",
                    "`",
                    "\n",
                    "  ",
                    "kind: List\nitems:\n",
                    "\ufeff",
                    "=");
    private static final List<String> VALUES =
            List.of(
                    "",
                    "~",
                    "[]",
                    "{}",
                    "[[]]",
                    "{a: {}}",
                    "1",
                    "-0.0",
                    "1e308",
                    "1e309",
                    "1e-400",
                    "9223372036854775807",
                    "9223372036854775808",
                    "007",
                    "0o17",
                    "\"\\u00e9\"",
                    "'it''s'",
                    "2026-01-01T00:00:00Z",
                    "9999-12-31T23:59:59.999999999Z",
                    "yes",
                    "|\n    a\n    b",
                    "&x [*x]",
                    "!!int 5",
                    "!!binary aGk=",
                    "a: b",
                    "\"open",
                    "{open",
                    "\"\\x07\"");

    private final RandomGenerator random;

    RandomText(RandomGenerator random) {
        this.random = random;
    }

    byte[] mutate(byte[] input, List<byte[]> others) {
        byte[] text = input;
        int times = 1 + random.nextInt(4);
        for (int i = 0; i < times; i++) {
            text =
                    switch (random.nextInt(8)) {
                        case 0 -> flip(text);
                        case 1 -> cut(text);
                        case 2 -> repeat(text);
                        case 3 -> insert(text, pick(MARKS).getBytes(StandardCharsets.UTF_8));
                        case 4, 5 -> value(text);
                        case 6 -> lines(text);
                        default -> splice(text, others.get(random.nextInt(others.size())));
                    };
        }
        return text;
    }

    private byte[] flip(byte[] text) {
        if (text.length == 0) {
            return text;
        }
        byte[] out = text.clone();
        out[random.nextInt(out.length)] = (byte) random.nextInt(256);
        return out;
    }

    private byte[] cut(byte[] text) {
        int from = random.nextInt(text.length + 1);
        int to = Math.min(text.length, from + random.nextInt(40));
        return join(slice(text, 0, from), slice(text, to, text.length));
    }

    private byte[] repeat(byte[] text) {
        int from = random.nextInt(text.length + 1);
        byte[] piece = slice(text, from, Math.min(text.length, from + 1 + random.nextInt(60)));
        byte[] out = slice(text, 0, from);
        int times = random.nextInt(20) == 0 ? 200 : 2;
        for (int i = 0; i < times; i++) {
            out = join(out, piece);
        }
        return join(out, slice(text, from, text.length));
    }

    private byte[] insert(byte[] text, byte[] piece) {
        int at = random.nextInt(text.length + 1);
        return join(join(slice(text, 0, at), piece), slice(text, at, text.length));
    }

    private byte[] value(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int at = text.indexOf(": ", random.nextInt(text.length() + 1));
        if (at < 0) {
            return bytes;
        }
        int end = text.indexOf('\n', at);
        String rest = end < 0 ? "" : text.substring(end);
        return (text.substring(0, at + 2) + pick(VALUES) + rest).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] lines(byte[] bytes) {
        List<String> lines =
                new ArrayList<>(new String(bytes, StandardCharsets.UTF_8).lines().toList());
        if (lines.isEmpty()) {
            return bytes;
        }
        int at = random.nextInt(lines.size());
        switch (random.nextInt(5)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(at, lines.get(random.nextInt(lines.size())));
            case 2 -> lines.set(at, " " + lines.get(at));
            case 3 -> lines.set(at, lines.get(at).strip());
            default -> Collections.swap(lines, at, random.nextInt(lines.size()));
        }
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private byte[] splice(byte[] text, byte[] other) {
        int at = random.nextInt(text.length + 1);
        int from = random.nextInt(other.length + 1);
        return join(slice(text, 0, at), slice(other, from, other.length));
    }

    private String pick(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static byte[] slice(byte[] bytes, int from, int to) {
        return java.util.Arrays.copyOfRange(bytes, from, to);
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] out = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, out, first.length, second.length);
        return out;
    }
}
