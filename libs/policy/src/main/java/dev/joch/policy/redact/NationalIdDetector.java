package dev.joch.policy.redact;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Numbers that states give to people: US social security, UK national insurance, Spanish DNI and
 * NIE with their check letter, French NIR with its key.
 */
final class NationalIdDetector implements Detector {

    private static final String SPANISH = "TRWAGMYFPDXBNJZSQVHLCKE";
    private static final int NIR = 15;

    @Override
    public String word() {
        return "ssn";
    }

    @Override
    public String group() {
        return "pii";
    }

    @Override
    public List<Span> find(Passage passage) {
        List<Span> all = new ArrayList<>();
        for (DigitGroups run : passage.numbers()) {
            american(passage, run).ifPresent(all::add);
            french(run).ifPresent(all::add);
        }
        String text = passage.text();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // none of them begins with a small letter, as most words do
            if ((Characters.digit(c) || Characters.upper(c)) && !passage.wordAt(i - 1)) {
                lettered(passage, i).ifPresent(all::add);
            }
        }
        all.sort(Comparator.comparingInt(Span::start));
        return all;
    }

    private static Optional<Span> american(Passage passage, DigitGroups run) {
        int groups = run.groups().size();
        for (int from = 0; from < groups; from++) {
            if (from + 3 <= groups
                    && run.shape(from, from + 3).equals("3-2-4")
                    && (run.separatedBy("-", from, from + 3)
                            || run.separatedBy(" ", from, from + 3))
                    && valid(run.digits(from, from + 3))
                    && !passage.wordAt(run.span(from, from + 3).end())) {
                return Optional.of(run.span(from, from + 3));
            }
            Span alone = run.span(from, from + 1);
            if (alone.end() - alone.start() == 9
                    && valid(run.digits(from, from + 1))
                    && passage.mentions(
                            alone.start(), "ssn", "social security", "socialsecurity")) {
                return Optional.of(alone);
            }
        }
        return Optional.empty();
    }

    private static boolean valid(String nine) {
        return !nine.startsWith("000")
                && !nine.startsWith("666")
                && nine.charAt(0) != '9'
                && !nine.startsWith("00", 3)
                && !nine.endsWith("0000");
    }

    private static Optional<Span> french(DigitGroups run) {
        int groups = run.groups().size();
        for (int from = 0; from < groups; from++) {
            for (int to = from + 1; to <= groups; to++) {
                String digits = run.digits(from, to);
                if (digits.length() > NIR) {
                    break;
                }
                if (digits.length() == NIR
                        && "12".indexOf(digits.charAt(0)) >= 0
                        && month(digits.substring(3, 5))
                        && (to == from + 1 || run.separatedBy(" ", from, to))
                        && 97 - Characters.remainder(digits.substring(0, 13), 97)
                                == Integer.parseInt(digits.substring(13))) {
                    return Optional.of(run.span(from, to));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean month(String two) {
        int month = Integer.parseInt(two);
        return (month >= 1 && month <= 12) || month == 20;
    }

    /** What consists of digits and letters in fixed places, with single spaces allowed. */
    private static Optional<Span> lettered(Passage passage, int start) {
        StringBuilder packed = new StringBuilder();
        int i = start;
        while (packed.length() < 9 && i < passage.text().length()) {
            char c = passage.at(i);
            if (Characters.alphanumeric(c)) {
                packed.append(c);
            } else if (!(c == ' ' || c == '-') || !Characters.alphanumeric(passage.at(i + 1))) {
                return Optional.empty();
            }
            i++;
        }
        if (packed.length() < 9 || passage.wordAt(i)) {
            return Optional.empty();
        }
        String nine = packed.toString();
        return spanish(nine) || british(nine) ? Optional.of(new Span(start, i)) : Optional.empty();
    }

    private static boolean spanish(String nine) {
        String number = nine.substring(0, 8);
        int foreign = "XYZ".indexOf(number.charAt(0));
        if (foreign >= 0) {
            number = foreign + number.substring(1);
        }
        return number.chars().allMatch(c -> Characters.digit((char) c))
                && SPANISH.charAt(Integer.parseInt(number) % 23) == nine.charAt(8);
    }

    private static boolean british(String nine) {
        String prefix = nine.substring(0, 2);
        return Characters.upper(nine.charAt(0))
                && Characters.upper(nine.charAt(1))
                && "DFIQUV".indexOf(nine.charAt(0)) < 0
                && "DFIQUVO".indexOf(nine.charAt(1)) < 0
                && !List.of("BG", "GB", "KN", "NK", "NT", "TN", "ZZ").contains(prefix)
                && nine.substring(2, 8).chars().allMatch(c -> Characters.digit((char) c))
                && "ABCD".indexOf(nine.charAt(8)) >= 0;
    }
}
