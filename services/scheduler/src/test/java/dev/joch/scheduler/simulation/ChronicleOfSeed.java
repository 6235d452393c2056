package dev.joch.scheduler.simulation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Says what happens in the world of a seed, in one word: for another process to compare. */
public final class ChronicleOfSeed {

    private ChronicleOfSeed() {}

    public static void main(String[] arguments) {
        System.out.println(digest(Long.parseLong(arguments[0])));
    }

    static String digest(long seed) {
        String chronicle = String.join("\n", Simulation.run(seed).chronicle());
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(chronicle.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
