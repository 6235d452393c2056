package dev.joch.service.id;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

final class IdsTest {

    private static final Instant NOW = Instant.parse("2026-11-28T05:00:00.123Z");

    private final Ids ids = new Ids(InstantSource.fixed(NOW));

    @Test
    void anIdSaysItsVersionAndItsTime() {
        UUID id = ids.next();
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
        assertThat(ids.nextText()).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    }

    @Test
    void noTwoAreAlikeHoweverManyThreadsAskInOneMillisecond() throws InterruptedException {
        int threads = 16;
        int each = 5_000;
        Set<UUID> found = ConcurrentHashMap.newKeySet();
        List<Thread> asking = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            asking.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                for (int id = 0; id < each; id++) {
                                    found.add(ids.next());
                                }
                            }));
        }
        for (Thread thread : asking) {
            thread.join();
        }
        assertThat(found).hasSize(threads * each);
    }

    @Test
    void everyBitThatIsNotTimeOrVersionVaries() {
        long high = 0;
        long low = 0;
        UUID first = ids.next();
        Set<Long> lows = new HashSet<>();
        for (int i = 0; i < 2_000; i++) {
            UUID id = ids.next();
            high |= id.getMostSignificantBits() ^ first.getMostSignificantBits();
            low |= id.getLeastSignificantBits() ^ first.getLeastSignificantBits();
            lows.add(id.getLeastSignificantBits());
        }
        assertThat(high).isEqualTo(0x0fffL);
        assertThat(low).isEqualTo(0x3fffffffffffffffL);
        assertThat(lows).hasSize(2_000);
    }
}
