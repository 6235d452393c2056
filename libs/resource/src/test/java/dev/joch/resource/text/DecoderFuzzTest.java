package dev.joch.resource.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;

import dev.joch.common.v1.Diagnostic;
import dev.joch.resource.kind.Kind;
import dev.joch.resource.kind.Kinds;
import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.Resource;

import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * Inputs nobody thought of. {@code -Dfuzz.seconds=600} searches longer, {@code -Dfuzz.seed=7}
 * searches elsewhere, and repeats a run. The search is guided: an input that makes the decoder say
 * something new becomes a parent of further inputs.
 */
class DecoderFuzzTest {
    private static final Duration TIME = Duration.ofSeconds(Long.getLong("fuzz.seconds", 5));
    private static final long SEED = Long.getLong("fuzz.seed", 20260510);
    private static final DecodeLimits LIMITS = DecodeLimits.standard().acceptingStatus();
    private static final int MOST_PARENTS = 2_000;
    private static final int LONGEST = 64 << 10;

    private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final SplittableRandom random = new SplittableRandom(SEED);

    @Test
    void noTextMakesTheDecoderThrowOrHangOrGrow() {
        List<byte[]> parents = corpus();
        parents.forEach(this::check);
        Set<String> seen = new HashSet<>();
        RandomText mutations = new RandomText(random);
        long end = System.nanoTime() + TIME.toNanos();
        int count = 0;
        for (; System.nanoTime() < end; count++) {
            byte[] parent = parents.get(random.nextInt(parents.size()));
            byte[] input = mutations.mutate(parent, parents);
            if (input.length <= LONGEST
                    && seen.add(check(input))
                    && parents.size() < MOST_PARENTS) {
                parents.add(input);
            }
        }
        System.out.printf(
                "fuzz: seed %d, %d inputs, %d kinds of answer%n", SEED, count, seen.size());
        assertThat(seen).hasSizeGreaterThan(10);
    }

    @Test
    void whateverIsPrintedDecodesToTheSame() {
        RandomMessages messages = new RandomMessages(random);
        long end = System.nanoTime() + TIME.toNanos();
        int count = 0;
        for (; System.nanoTime() < end; count++) {
            Kind kind = Kinds.all().get(random.nextInt(Kinds.all().size()));
            ObjectMeta.Builder meta = ObjectMeta.newBuilder();
            messages.next(meta, 0);
            Resource resource =
                    kind.newResource()
                            .setMetadata(meta.setName("n" + count))
                            .setSpec(kind.spec().pack(messages.next(kind.spec().newBuilder(), 0)))
                            .setStatus(
                                    kind.status()
                                            .pack(messages.next(kind.status().newBuilder(), 0)))
                            .build();
            same(resource, ResourceYaml.write(resource));
            same(resource, ResourceJson.write(resource));
        }
        System.out.printf("round trips: seed %d, %d resources%n", SEED, count);
    }

    /** What the decoder said, in short. */
    private String check(byte[] input) {
        try {
            long allocated = thread.getCurrentThreadAllocatedBytes();
            long started = System.nanoTime();
            Decoded decoded = DocumentDecoder.decode(List.of(Text.of("fuzz", input)), LIMITS);
            assertThat(System.nanoTime() - started).isLessThan(1_000_000_000L);
            assertThat(thread.getCurrentThreadAllocatedBytes() - allocated)
                    .isLessThan((64 << 20) + 1_000L * input.length);
            for (DecodedDocument document : decoded.documents()) {
                if (!document.incomplete()) {
                    same(document.resource(), ResourceYaml.write(document.resource()));
                    same(document.resource(), ResourceJson.write(document.resource()));
                }
            }
            return decoded.documents().size()
                    + decoded.diagnostics().stream()
                            .map(DecoderFuzzTest::shape)
                            .distinct()
                            .sorted()
                            .collect(Collectors.joining(","));
        } catch (RuntimeException | AssertionError | StackOverflowError e) {
            throw new AssertionError(
                    "seed "
                            + SEED
                            + ", input in base64: "
                            + Base64.getEncoder().encodeToString(input),
                    e);
        }
    }

    private static String shape(Diagnostic diagnostic) {
        String message = diagnostic.getMessage().replaceAll("\"[^\"]*\"|[0-9]+|\\([^)]*\\)", "");
        return diagnostic.getReason() + message;
    }

    private static void same(Resource resource, String text) {
        Decoded again = DocumentDecoder.decode(List.of(Text.of("again", text)), LIMITS);
        assertThat(again.diagnostics()).as("seed %d: %s", SEED, text).isEmpty();
        assertThat(again.documents().getFirst().resource())
                .as("seed %d: %s", SEED, text)
                .isEqualTo(resource);
    }

    private static List<byte[]> corpus() {
        List<byte[]> corpus = new ArrayList<>();
        for (var file : Examples.all()) {
            Text text = Examples.text(file);
            corpus.add(text.bytes().toByteArray());
            for (DecodedDocument document :
                    DocumentDecoder.decode(List.of(text), LIMITS).documents()) {
                if (!document.incomplete()) {
                    corpus.add(
                            ResourceJson.write(document.resource())
                                    .getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        return corpus;
    }
}
