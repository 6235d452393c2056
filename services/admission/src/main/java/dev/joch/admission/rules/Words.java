package dev.joch.admission.rules;

import java.util.Optional;

/** Turns of phrase that the rules share. */
final class Words {

    private static final int LONGEST = 80;

    private Words() {}

    /** A suggestion in front of a fix; nothing where there is none. */
    static String didYouMean(Optional<String> near) {
        return near.map(word -> "did you mean `" + word + "`? ").orElse("");
    }

    /** A text that a user sent, short enough for a message. */
    static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 3) + "...";
    }

    /** {@code 1 item}, {@code 2 items}. */
    static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
