package dev.joch.policy.decide;

import java.util.Arrays;

/** Some rules by number. */
final class Rules {

    private int[] numbers = new int[4];
    private int count;

    void add(int rule) {
        if (count > 0 && numbers[count - 1] == rule) {
            return;
        }
        if (count == numbers.length) {
            numbers = Arrays.copyOf(numbers, count * 2);
        }
        numbers[count++] = rule;
    }

    void light(long[] bits) {
        for (int i = 0; i < count; i++) {
            light(bits, numbers[i]);
        }
    }

    static void light(long[] bits, int rule) {
        bits[rule / Long.SIZE] |= 1L << (rule % Long.SIZE);
    }
}
