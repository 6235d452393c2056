package dev.joch.scheduler.place;

import dev.joch.scheduler.run.StoredRun;
import dev.joch.scheduler.v1.Placement;
import dev.joch.scheduler.v1.Run;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.TreeMap;

/**
 * What a run wants of its worker, and whose limits it counts against. Runs with equal demands stand
 * in one line: they can be told apart by priority and age only.
 *
 * @param framework name of the FrameworkAdapter
 * @param sdk word of the framework
 */
public record Demand(
        String tenant,
        String namespace,
        String agent,
        String environment,
        String framework,
        String sdk,
        Placement placement) {

    public static Demand of(StoredRun stored) {
        Run run = stored.run();
        return new Demand(
                run.getExecution().getTenant(),
                run.getExecution().getNamespace(),
                run.getAgent(),
                run.getEnvironment(),
                run.getFramework(),
                stored.sdk(),
                run.getPlacement());
    }

    public String pool() {
        return placement.getPool();
    }

    /** Names the line: the same for equal demands, everywhere. */
    public long line() {
        String text =
                String.join(
                        "\u0000",
                        List.of(
                                tenant,
                                namespace,
                                agent,
                                environment,
                                framework,
                                sdk,
                                placement.getRuntime(),
                                placement.getPool(),
                                placement.getRegion(),
                                new TreeMap<>(placement.getLabelsMap()).toString()));
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            long line = 0;
            for (int i = 0; i < Long.BYTES; i++) {
                line = (line << Byte.SIZE) | (digest[i] & 0xffL);
            }
            return line;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
