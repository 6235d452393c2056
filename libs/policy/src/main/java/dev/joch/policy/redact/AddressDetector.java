package dev.joch.policy.redact;

import java.util.ArrayList;
import java.util.List;

/** Addresses of the Internet protocol, version 4 and 6. */
final class AddressDetector implements Detector {

    private static final int LONGEST = 45;
    private static final int DOTS = 3;
    private static final int COLONS = 2;

    @Override
    public String word() {
        return "ipAddresses";
    }

    @Override
    public String group() {
        return "pii";
    }

    @Override
    public List<Span> find(Passage passage) {
        List<Span> found = new ArrayList<>();
        String text = passage.text();
        int i = 0;
        while (i < text.length()) {
            if (!part(text.charAt(i))) {
                i++;
                continue;
            }
            int end = i;
            int dots = 0;
            int colons = 0;
            while (end < text.length() && part(text.charAt(end))) {
                char c = text.charAt(end++);
                dots += c == '.' ? 1 : 0;
                colons += c == ':' ? 1 : 0;
            }
            int last = end;
            // the dot or colon at the end of a sentence
            while (last > i && ".".indexOf(text.charAt(last - 1)) >= 0) {
                last--;
            }
            // words have letters of hexadecimal numbers, and few have three dots
            boolean parted = dots >= DOTS || colons >= COLONS;
            if (parted && last - i <= LONGEST && alone(passage, i, end)) {
                add(passage, i, last, found);
            }
            i = end;
        }
        return found;
    }

    private static boolean alone(Passage passage, int start, int end) {
        return !passage.wordAt(start - 1) && passage.at(start - 1) != '-' && !passage.wordAt(end);
    }

    private static void add(Passage passage, int start, int end, List<Span> found) {
        String token = passage.text().substring(start, end);
        if (six(token)) {
            found.add(new Span(start, end));
            return;
        }
        // 10.0.0.1:8080
        int colon = token.indexOf(':');
        String host = colon < 0 ? token : token.substring(0, colon);
        if (four(host) && !passage.mentions(start, "version", "release", "build ")) {
            found.add(new Span(start, start + host.length()));
        }
    }

    private static boolean part(char c) {
        return Characters.hex(c) || c == ':' || c == '.';
    }

    static boolean four(String token) {
        String[] parts = token.split("\\.", 6);
        if (parts.length != 4) {
            return false;
        }
        for (String part : parts) {
            if (part.isEmpty()
                    || part.length() > 3
                    || !part.chars().allMatch(c -> Characters.digit((char) c))
                    || Integer.parseInt(part) > 255
                    || (part.length() > 1 && part.charAt(0) == '0')) {
                return false;
            }
        }
        return true;
    }

    private static boolean six(String token) {
        int hole = token.indexOf("::");
        if (token.chars().noneMatch(c -> Characters.digit((char) c))
                || (hole >= 0 && token.indexOf("::", hole + 1) >= 0)
                || token.indexOf(':') == token.lastIndexOf(':')) {
            return false;
        }
        String[] parts = (hole >= 0 ? token.replace("::", ":0:") : token).split(":", -1);
        int groups = 0;
        for (int i = 0; i < parts.length; i++) {
            boolean edge = parts[i].isEmpty() && hole >= 0 && (i == 0 || i == parts.length - 1);
            if (edge) {
                continue;
            }
            if (i == parts.length - 1 && four(parts[i])) {
                groups += 2;
            } else if (parts[i].isEmpty()
                    || parts[i].length() > 4
                    || !parts[i].chars().allMatch(c -> Characters.hex((char) c))) {
                return false;
            } else {
                groups++;
            }
        }
        return hole >= 0 ? groups <= 8 : groups == 8;
    }
}
