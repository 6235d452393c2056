package dev.joch.resource.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.resource.v1alpha1.Resource;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Collections;
import java.util.List;

/** Not a benchmark: it fails when something got slower by a factor, and prints what it saw. */
class DecodeSpeedTest {
    private static final int ROUNDS = 3_000;
    private static final Text AGENT =
            Examples.kinds().stream()
                    .filter(file -> file.endsWith("agent.yaml"))
                    .map(Examples::text)
                    .findFirst()
                    .orElseThrow();
    private static final DecodeLimits LIMITS = DecodeLimits.standard().acceptingStatus();
    private static final Resource RESOURCE =
            DocumentDecoder.decode(List.of(AGENT), LIMITS).documents().getFirst().resource();

    /** Something that is done many times. */
    private interface Act {
        void run() throws IOException;
    }

    @Test
    void anAgentIsDecodedInAFractionOfAMillisecond() throws Exception {
        Text json = Text.of("", ResourceJson.write(RESOURCE));
        double yamlMicros = micros(() -> DocumentDecoder.decode(List.of(AGENT), LIMITS));
        double jsonMicros = micros(() -> DocumentDecoder.decode(List.of(json), LIMITS));
        System.out.printf(
                "decode agent: yaml %d bytes %.0f us, json %d bytes %.0f us%n",
                AGENT.bytes().size(), yamlMicros, json.bytes().size(), jsonMicros);
        assertThat(yamlMicros).isLessThan(1_000);
        assertThat(jsonMicros).isLessThan(500);
    }

    @Test
    void aPageOfResourcesIsPrintedInMilliseconds() throws Exception {
        List<Resource> page = Collections.nCopies(10, RESOURCE);
        OutputStream nowhere = OutputStream.nullOutputStream();
        double json =
                micros(() -> ResourceJson.writeList(ListMeta.NONE, page, false, nowhere)) / 10;
        double yaml = micros(() -> ResourceYaml.writeList(ListMeta.NONE, page, nowhere)) / 10;
        System.out.printf("print agent: json %.1f us, yaml %.1f us%n", json, yaml);
        assertThat(json).isLessThan(300);
        assertThat(yaml).isLessThan(300);
    }

    /** The best of several rounds, because other work runs on the machine. */
    private static double micros(Act act) throws IOException {
        double best = Double.MAX_VALUE;
        for (int round = 0; round < 10; round++) {
            long started = System.nanoTime();
            for (int i = 0; i < ROUNDS / 10; i++) {
                act.run();
            }
            best = Math.min(best, (System.nanoTime() - started) / 1e3 / (ROUNDS / 10));
        }
        return best;
    }
}
