package dev.joch.resource.text;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/** Reads numbers exactly, at a cost that their length bounds, whatever their exponent says. */
final class Numbers {
    /** Characters of a number that means anything. */
    static final int LONGEST = 400;

    private Numbers() {}

    /**
     * The whole number a word stands for; empty if it has a fraction. The word must be a number of
     * bounded length.
     */
    static Optional<BigInteger> whole(String word) {
        if (PlainWords.isInteger(word)) {
            return Optional.of(integer(word));
        }
        double near = Double.parseDouble(word);
        if (Double.isInfinite(near)) {
            return Optional.of(BigInteger.ONE.shiftLeft(1024));
        }
        try {
            BigDecimal exact = new BigDecimal(word);
            if (exact.signum() == 0) {
                return Optional.of(BigInteger.ZERO);
            }
            return Math.abs(exact.scale()) > LONGEST
                    ? Optional.empty()
                    : Optional.of(exact.toBigIntegerExact());
        } catch (ArithmeticException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /**
     * The nearest double; infinite if there is none. The word must be a number of bounded length.
     */
    static double nearest(String word) {
        return word.length() > 2
                        && Character.isLetter(word.charAt(1))
                        && word.charAt(0) == '0'
                        && PlainWords.isInteger(word)
                ? integer(word).doubleValue()
                : Double.parseDouble(word);
    }

    /**
     * Whether a double can hold the word without changing a digit that somebody wrote on purpose.
     */
    static boolean fitsDouble(String word, double value) {
        return !PlainWords.isInteger(word)
                || Math.abs(value) <= (double) (1L << 53)
                || new BigDecimal(value).toBigIntegerExact().equals(integer(word));
    }

    private static BigInteger integer(String word) {
        if (word.startsWith("0x")) {
            return new BigInteger(word.substring(2), 16);
        }
        if (word.startsWith("0o")) {
            return new BigInteger(word.substring(2), 8);
        }
        return new BigInteger(word);
    }
}
