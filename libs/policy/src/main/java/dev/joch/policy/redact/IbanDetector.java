package dev.joch.policy.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Bank accounts: length of the country and remainder 1 by 97. */
final class IbanDetector implements Detector {

    private static final Map<String, Integer> LENGTHS =
            Map.ofEntries(
                    Map.entry("AD", 24),
                    Map.entry("AE", 23),
                    Map.entry("AL", 28),
                    Map.entry("AT", 20),
                    Map.entry("AZ", 28),
                    Map.entry("BA", 20),
                    Map.entry("BE", 16),
                    Map.entry("BG", 22),
                    Map.entry("BH", 22),
                    Map.entry("BR", 29),
                    Map.entry("CH", 21),
                    Map.entry("CY", 28),
                    Map.entry("CZ", 24),
                    Map.entry("DE", 22),
                    Map.entry("DK", 18),
                    Map.entry("EE", 20),
                    Map.entry("ES", 24),
                    Map.entry("FI", 18),
                    Map.entry("FR", 27),
                    Map.entry("GB", 22),
                    Map.entry("GE", 22),
                    Map.entry("GI", 23),
                    Map.entry("GR", 27),
                    Map.entry("HR", 21),
                    Map.entry("HU", 28),
                    Map.entry("IE", 22),
                    Map.entry("IL", 23),
                    Map.entry("IS", 26),
                    Map.entry("IT", 27),
                    Map.entry("LI", 21),
                    Map.entry("LT", 20),
                    Map.entry("LU", 20),
                    Map.entry("LV", 21),
                    Map.entry("MC", 27),
                    Map.entry("MT", 31),
                    Map.entry("NL", 18),
                    Map.entry("NO", 15),
                    Map.entry("PL", 28),
                    Map.entry("PT", 25),
                    Map.entry("RO", 24),
                    Map.entry("RS", 22),
                    Map.entry("SA", 24),
                    Map.entry("SE", 24),
                    Map.entry("SI", 19),
                    Map.entry("SK", 24),
                    Map.entry("SM", 27),
                    Map.entry("TR", 26),
                    Map.entry("UA", 29));

    @Override
    public String word() {
        return "ibans";
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
        while (i + 15 <= text.length()) {
            // most places end here, before anything is made of them
            boolean maybe = Characters.digit(text.charAt(i + 2)) && !passage.wordAt(i - 1);
            int end = maybe ? account(passage, i) : i;
            if (end > i) {
                found.add(new Span(i, end));
            }
            i = Math.max(i + 1, end);
        }
        return found;
    }

    private static int account(Passage passage, int start) {
        String text = passage.text();
        Integer length =
                LENGTHS.get(text.substring(start, start + 2).toUpperCase(java.util.Locale.ROOT));
        if (length == null || !Characters.digit(text.charAt(start + 3))) {
            return start;
        }
        StringBuilder packed = new StringBuilder();
        int i = start;
        while (packed.length() < length && i < text.length()) {
            char c = text.charAt(i);
            if (Characters.alphanumeric(c)) {
                packed.append(Character.toUpperCase(c));
            } else if (!(c == ' ' || c == '-') || !Characters.alphanumeric(passage.at(i + 1))) {
                return start;
            }
            i++;
        }
        return packed.length() == length && !passage.wordAt(i) && valid(packed.toString())
                ? i
                : start;
    }

    private static boolean valid(String account) {
        String turned = account.substring(4) + account.substring(0, 4);
        StringBuilder digits = new StringBuilder();
        turned.chars().forEach(c -> digits.append(Character.digit(c, 36)));
        return Characters.remainder(digits.toString(), 97) == 1;
    }
}
