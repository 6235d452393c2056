package dev.joch.policy.redact;

/** Sorts of characters that detectors tell apart; ASCII only, as the formats they look for. */
final class Characters {

    private Characters() {}

    static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean upper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    static boolean letter(char c) {
        return upper(c) || (c >= 'a' && c <= 'z');
    }

    static boolean alphanumeric(char c) {
        return digit(c) || letter(c);
    }

    static boolean hex(char c) {
        return digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    /** What a long decimal number leaves when divided. */
    static int remainder(String digits, int by) {
        int rest = 0;
        for (int i = 0; i < digits.length(); i++) {
            rest = (rest * 10 + (digits.charAt(i) - '0')) % by;
        }
        return rest;
    }
}
