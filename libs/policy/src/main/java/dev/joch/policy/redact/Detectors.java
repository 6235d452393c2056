package dev.joch.policy.redact;

import com.google.re2j.Pattern;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The detectors that come with Joch. */
final class Detectors {

    /** Words of the contract that no rule can find. */
    static final Set<String> IMPOSSIBLE = Set.of("names", "addresses");

    private static final Predicate<String> ALWAYS = text -> true;
    private static final Map<String, Detector> BY_WORD = new LinkedHashMap<>();

    static {
        // longer forms first: a card number holds what looks like a telephone number
        secret(
                "sshKeys",
                "-----BEGIN [A-Z ]*PRIVATE KEY-----[A-Za-z0-9+/=\\s:,-]*(?:-----END [A-Z ]*PRIVATE KEY-----)?"
                        + "|ssh-(?:rsa|ed25519|dss) AAAA[A-Za-z0-9+/=]{20,}");
        secret(
                "apiTokens",
                "\\b(?:sk-(?:ant-|proj-)?[A-Za-z0-9_-]{16,}|gh[pousr]_[A-Za-z0-9]{20,}|xox[abprs]-[A-Za-z0-9-]{10,}"
                        + "|AKIA[0-9A-Z]{16}|AIza[0-9A-Za-z_-]{35}|glpat-[A-Za-z0-9_-]{20,}"
                        + "|eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{5,})"
                        + "|(?i:bearer) [A-Za-z0-9._~+/-]{20,}=*");
        secret(
                "passwords",
                "(?i:password|passwd|pwd|passphrase|secret)[\"']?\\s*[:=]\\s*[\"']?[^\\s\"',;]{4,}");
        personal(
                "emails",
                "[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\\.){1,8}[A-Za-z]{2,24}\\b",
                ALWAYS);
        personal(
                "ibans",
                "\\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\\b",
                Detectors::iban);
        personal("creditCards", "\\b(?:[0-9][ -]?){12,18}[0-9]\\b", Detectors::luhn);
        personal(
                "ssn",
                "\\b[0-9]{3}-[0-9]{2}-[0-9]{4}\\b|\\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]\\b",
                Detectors::nationalId);
        personal(
                "ipAddresses",
                "\\b(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\\.){3}(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\\b"
                        + "|\\b(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}\\b",
                ALWAYS);
        personal(
                "phoneNumbers",
                "(?:\\+[0-9]{1,3}[ .-]?)?(?:\\([0-9]{1,5}\\)[ .-]?)?[0-9]{2,5}(?:[ .-][0-9]{2,8}){1,4}\\b|\\+[0-9]{8,15}\\b",
                Detectors::phone);
    }

    private Detectors() {}

    private static void secret(String word, String form) {
        BY_WORD.put(word, new Detector(word, false, Pattern.compile(form), ALWAYS));
    }

    private static void personal(String word, String form, Predicate<String> check) {
        BY_WORD.put(word, new Detector(word, true, Pattern.compile(form), check));
    }

    /** Those of the words, in the order in which they are tried; all of them without words. */
    static List<Detector> named(List<String> words) {
        return BY_WORD.values().stream()
                .filter(detector -> words.isEmpty() || words.contains(detector.word()))
                .toList();
    }

    private static boolean luhn(String text) {
        int sum = 0;
        int count = 0;
        for (int i = text.length() - 1; i >= 0; i--) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                continue;
            }
            int digit = c - '0';
            if (count % 2 == 1) {
                digit = digit > 4 ? 2 * digit - 9 : 2 * digit;
            }
            sum += digit;
            count++;
        }
        return count >= 13 && count <= 19 && sum % 10 == 0 && sum > 0;
    }

    /** ISO 13616: the first four to the end, letters to numbers, 1 modulo 97. */
    private static boolean iban(String text) {
        String plain = text.replace(" ", "").toUpperCase(Locale.ROOT);
        if (plain.length() < 15 || plain.length() > 34) {
            return false;
        }
        StringBuilder digits = new StringBuilder();
        for (char c : (plain.substring(4) + plain.substring(0, 4)).toCharArray()) {
            digits.append(Character.getNumericValue(c));
        }
        return new BigInteger(digits.toString()).mod(BigInteger.valueOf(97)).intValue() == 1;
    }

    /** Numbers that the American administration never gives out are none. */
    private static boolean nationalId(String text) {
        if (!Character.isDigit(text.charAt(0))) {
            return true;
        }
        return !text.startsWith("000")
                && !text.startsWith("666")
                && !text.startsWith("9")
                && !text.startsWith("00", 4)
                && !text.endsWith("0000");
    }

    /** As long as a telephone number is, and no date. */
    private static boolean phone(String text) {
        long digits = text.chars().filter(Character::isDigit).count();
        boolean date =
                text.matches(
                        "(19|20)[0-9]{2}[ .-][0-9]{2}[ .-][0-9]{2}|[0-9]{2}[ .-][0-9]{2}[ .-](19|20)[0-9]{2}");
        boolean address = text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
        return digits >= 7 && digits <= 15 && !date && !address;
    }
}
