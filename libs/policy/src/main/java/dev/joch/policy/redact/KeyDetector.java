package dev.joch.policy.redact;

import java.util.ArrayList;
import java.util.List;

/** Keys of SSH and PEM: private ones from begin to end, public ones of a line. */
final class KeyDetector implements Detector {

    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final int HEADER = 64;
    private static final int SHORTEST = 40;

    private static final List<String> PUBLIC =
            List.of(
                    "ssh-rsa ",
                    "ssh-ed25519 ",
                    "ssh-dss ",
                    "ecdsa-sha2-nistp256 ",
                    "ecdsa-sha2-nistp384 ",
                    "ecdsa-sha2-nistp521 ",
                    "sk-ssh-ed25519@openssh.com ");

    @Override
    public String word() {
        return "sshKeys";
    }

    @Override
    public String group() {
        return "secrets";
    }

    @Override
    public List<Span> find(Passage passage) {
        List<Span> found = new ArrayList<>();
        String text = passage.text();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            int end = i;
            if (c == '-' && text.startsWith(BEGIN, i)) {
                end = privateKey(text, i);
            } else if ((c == 's' || c == 'e') && !passage.wordAt(i - 1)) {
                end = publicKey(text, i);
            }
            if (end > i) {
                found.add(new Span(i, end));
                i = end;
            } else {
                i++;
            }
        }
        return found;
    }

    /** To the end of its last line; to the end of the text where that is cut off. */
    private static int privateKey(String text, int start) {
        int header = text.indexOf("-----", start + BEGIN.length());
        if (header < 0
                || header - start > HEADER
                || !text.substring(start, header).endsWith("PRIVATE KEY")) {
            return start;
        }
        int end = text.indexOf(END, header);
        int close = end < 0 ? -1 : text.indexOf("-----", end + END.length());
        return close < 0 ? text.length() : close + 5;
    }

    private static int publicKey(String text, int start) {
        for (String kind : PUBLIC) {
            int from = start + kind.length();
            if (text.startsWith(kind, start) && text.startsWith("AAAA", from)) {
                int end = from;
                while (end < text.length()
                        && (Characters.alphanumeric(text.charAt(end))
                                || "+/=".indexOf(text.charAt(end)) >= 0)) {
                    end++;
                }
                return end - from >= SHORTEST ? end : start;
            }
        }
        return start;
    }
}
