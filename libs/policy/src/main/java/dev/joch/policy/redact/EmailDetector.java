package dev.joch.policy.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Addresses of mail. */
final class EmailDetector implements Detector {

    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_DOMAIN = 255;
    private static final String NAME_MARKS = "._%+'-";

    /** Ends of file names such as {@code icon@2x.png}. */
    private static final Set<String> FILES =
            Set.of("png", "jpg", "jpeg", "gif", "svg", "webp", "tgz", "js", "css", "html");

    @Override
    public String word() {
        return "emails";
    }

    @Override
    public String group() {
        return "pii";
    }

    @Override
    public List<Span> find(Passage passage) {
        List<Span> found = new ArrayList<>();
        String text = passage.text();
        int free = 0;
        for (int at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
            int start = nameStart(text, at, free);
            int end = domainEnd(text, at + 1);
            // git@host:owner/name is no mail
            boolean copy = passage.at(end) == ':' && passage.wordAt(end + 1);
            if (start < at && end > 0 && !copy) {
                found.add(new Span(start, end));
                free = end;
            }
        }
        return found;
    }

    private static int nameStart(String text, int at, int least) {
        int start = at;
        while (start > least && at - start < LONGEST_NAME) {
            char c = text.charAt(start - 1);
            if (!Character.isLetterOrDigit(c) && NAME_MARKS.indexOf(c) < 0) {
                break;
            }
            start--;
        }
        while (start < at && ".'-".indexOf(text.charAt(start)) >= 0) {
            start++;
        }
        return at > 0 && text.charAt(at - 1) == '.' ? at : start;
    }

    private static int domainEnd(String text, int from) {
        int end = -1;
        int label = from;
        for (int i = from; i <= text.length() && i - from <= LONGEST_DOMAIN; i++) {
            char c = i < text.length() ? text.charAt(i) : ' ';
            if (Character.isLetterOrDigit(c) || c == '-') {
                continue;
            }
            if (i == label) {
                break;
            }
            if (label > from && top(text.substring(label, i))) {
                end = i;
            }
            if (c != '.') {
                break;
            }
            label = i + 1;
        }
        return end;
    }

    private static boolean top(String label) {
        return label.length() >= 2
                && label.chars().allMatch(Character::isLetter)
                && !FILES.contains(label.toLowerCase(Locale.ROOT));
    }
}
