package dev.joch.policy.redact;

import java.util.ArrayList;
import java.util.List;

/**
 * Telephone numbers: international ones with a plus, North American ones in their usual shapes,
 * others that begin with 0 and are written in groups, and bare digits behind a word such as {@code
 * tel}.
 */
final class PhoneDetector implements Detector {

    private static final int MOST_GROUPS = 8;
    private static final String[] WORDS = {
        "phone", "tel", "mobile", "cell", "fax", "call", "whatsapp", "dial"
    };

    @Override
    public String word() {
        return "phoneNumbers";
    }

    @Override
    public String group() {
        return "pii";
    }

    @Override
    public List<Span> find(Passage passage) {
        List<Span> found = new ArrayList<>();
        for (DigitGroups run : passage.numbers()) {
            int from = 0;
            while (from < run.groups().size()) {
                int to = number(passage, run, from);
                if (to > from && !passage.wordAt(run.span(from, to).end())) {
                    Span digits = run.span(from, to);
                    found.add(new Span(opened(passage, digits.start()), digits.end()));
                    from = to;
                } else {
                    from++;
                }
            }
        }
        return found;
    }

    /** With the plus or the bracket that belongs to it. */
    private static int opened(Passage passage, int start) {
        int open = start;
        while (open > 0 && "+(".indexOf(passage.at(open - 1)) >= 0 && start - open < 2) {
            open--;
        }
        return open;
    }

    private static int number(Passage passage, DigitGroups run, int from) {
        int start = run.groups().get(from).start();
        boolean plus = passage.at(start - 1) == '+';
        for (int to = Math.min(run.groups().size(), from + MOST_GROUPS); to > from; to--) {
            String digits = run.digits(from, to);
            String shape = run.shape(from, to);
            boolean is;
            if (plus) {
                is = digits.length() >= 8 && digits.length() <= 15 && digits.charAt(0) != '0';
            } else if (to == from + 1) {
                is =
                        digits.length() >= 7
                                && digits.length() <= 12
                                && passage.mentions(start, WORDS);
            } else {
                is = american(digits, shape) || national(run, from, to, digits, shape);
            }
            if (is) {
                return to;
            }
        }
        return from;
    }

    private static boolean american(String digits, String shape) {
        String ten =
                shape.equals("3-3-4")
                        ? digits
                        : shape.equals("1-3-3-4") && digits.charAt(0) == '1'
                                ? digits.substring(1)
                                : "";
        return !ten.isEmpty() && ten.charAt(0) >= '2' && ten.charAt(3) >= '2';
    }

    private static boolean national(
            DigitGroups run, int from, int to, String digits, String shape) {
        if (digits.charAt(0) != '0' || digits.length() < 9 || digits.length() > 12) {
            return false;
        }
        boolean pairs = shape.equals("2-2-2-2-2");
        boolean date = shape.startsWith("2-2-4") || (shape.startsWith("2-2-2") && !pairs);
        boolean dotted = run.separatedBy(".", from, to);
        int area = run.groups().get(from).digits().length();
        return !date && area <= 5 && to - from <= 5 && (!dotted || pairs) && (area > 1);
    }
}
