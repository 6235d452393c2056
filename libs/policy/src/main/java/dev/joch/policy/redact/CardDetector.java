package dev.joch.policy.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Numbers of payment cards: length and first digit of an issuer, and a Luhn digit that is right.
 */
final class CardDetector implements Detector {

    private static final int LEAST = 13;
    private static final int MOST = 19;
    private static final int MOST_GROUPS = 5;
    private static final Set<String> SHAPES =
            Set.of("4-4-4-4", "4-6-5", "4-6-4", "4-4-4-4-3", "4-4-4-4-2", "4-4-5");

    @Override
    public String word() {
        return "creditCards";
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
                int to = card(run, from);
                if (to > from && !passage.wordAt(run.span(from, to).end())) {
                    found.add(run.span(from, to));
                    from = to;
                } else {
                    from++;
                }
            }
        }
        return found;
    }

    /** Behind the last group of a card that begins here; the longest there is. */
    private static int card(DigitGroups run, int from) {
        int last = Math.min(run.groups().size(), from + MOST_GROUPS);
        for (int to = last; to > from; to--) {
            boolean written =
                    to == from + 1
                            || (SHAPES.contains(run.shape(from, to))
                                    && (run.separatedBy(" ", from, to)
                                            || run.separatedBy("-", from, to)));
            if (written && valid(run.digits(from, to))) {
                return to;
            }
        }
        return from;
    }

    private static boolean valid(String digits) {
        return digits.length() >= LEAST
                && digits.length() <= MOST
                && "23456".indexOf(digits.charAt(0)) >= 0
                && luhn(digits);
    }

    static boolean luhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int twice = digit * 2;
            sum += i % 2 == 0 ? digit : twice > 9 ? twice - 9 : twice;
        }
        return sum % 10 == 0;
    }
}
