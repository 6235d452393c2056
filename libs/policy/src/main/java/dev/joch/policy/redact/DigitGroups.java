package dev.joch.policy.redact;

import java.util.ArrayList;
import java.util.List;

/**
 * Groups of digits with at most two separators between them, as numbers are written for people:
 * {@code (555) 010-2030} has three.
 */
record DigitGroups(List<Group> groups) {

    /**
     * @param separator what stands before it; empty for the first
     */
    record Group(int start, int end, String digits, String separator) {}

    private static final String SEPARATORS = " -./()";
    private static final int MOST = 16;

    /** All runs of groups in a text. */
    static List<DigitGroups> of(Passage passage) {
        List<DigitGroups> runs = new ArrayList<>();
        String text = passage.text();
        int i = 0;
        while (i < text.length()) {
            if (!Characters.digit(text.charAt(i))) {
                i++;
            } else if (passage.wordAt(i - 1)) {
                i = endOfDigits(text, i);
            } else {
                DigitGroups run = read(text, i);
                runs.add(run);
                i = run.groups.getLast().end();
            }
        }
        return runs;
    }

    private static DigitGroups read(String text, int from) {
        List<Group> groups = new ArrayList<>();
        int start = from;
        String separator = "";
        while (groups.size() < MOST) {
            int end = endOfDigits(text, start);
            groups.add(new Group(start, end, text.substring(start, end), separator));
            int next = end;
            while (next < text.length()
                    && next - end < 2
                    && SEPARATORS.indexOf(text.charAt(next)) >= 0) {
                next++;
            }
            if (next == end || next >= text.length() || !Characters.digit(text.charAt(next))) {
                break;
            }
            separator = text.substring(end, next);
            start = next;
        }
        return new DigitGroups(groups);
    }

    private static int endOfDigits(String text, int from) {
        int end = from;
        while (end < text.length() && Characters.digit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Digits of the groups from one to before another. */
    String digits(int from, int to) {
        StringBuilder all = new StringBuilder();
        groups.subList(from, to).forEach(group -> all.append(group.digits));
        return all.toString();
    }

    Span span(int from, int to) {
        return new Span(groups.get(from).start, groups.get(to - 1).end);
    }

    /** Whether the separators within these groups are all this one. */
    boolean separatedBy(String separator, int from, int to) {
        return groups.subList(from + 1, to).stream()
                .allMatch(group -> group.separator.equals(separator));
    }

    /** Lengths of these groups, as in {@code 3-2-4}. */
    String shape(int from, int to) {
        StringBuilder shape = new StringBuilder();
        for (Group group : groups.subList(from, to)) {
            shape.append(shape.isEmpty() ? "" : "-").append(group.digits.length());
        }
        return shape.toString();
    }
}
