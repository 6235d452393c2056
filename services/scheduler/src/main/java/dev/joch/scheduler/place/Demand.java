package dev.joch.scheduler.place;

import com.google.common.hash.Hashing;

import dev.joch.scheduler.run.StoredRun;
import dev.joch.scheduler.v1.Placement;
import dev.joch.scheduler.v1.Run;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
        byte[] digest = Hashing.sha256().hashString(text, StandardCharsets.UTF_8).asBytes();
        return ByteBuffer.wrap(digest).getLong();
    }
}
