package dev.joch.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.events.direct.DirectTransport;
import dev.joch.testkit.wait.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

@Execution(ExecutionMode.CONCURRENT)
class DirectTransportTest extends EventTransportContract {

    @Override
    EventTransport transport() {
        return new DirectTransport(TestConfig.direct(), TestConfig.metrics());
    }

    /** A log that counts how often it is looked at. */
    private static final class CountingLog implements EventLog {
        private final AtomicInteger reads = new AtomicInteger();

        @Override
        public Page read(long after, int limit) {
            reads.incrementAndGet();
            return Page.none(after);
        }

        @Override
        public void awaitNews(long after, Duration patience) throws InterruptedException {
            new CountDownLatch(1).await(patience.toNanos(), TimeUnit.NANOSECONDS);
        }

        @Override
        public long newest() {
            return 0;
        }

        @Override
        public long place(String reader) {
            return 0;
        }

        @Override
        public void keep(String reader, long place) {
            // nothing is ever dropped here
        }

        @Override
        public Optional<Claim> claim(String reader) {
            return Optional.empty();
        }

        @Override
        public int prune() {
            return 0;
        }
    }

    @Test
    void aLogInWhichNothingIsForAConsumerIsNotRead() throws SQLException {
        CountingLog others = new CountingLog();
        CountingLog unknown = new CountingLog();
        EventTransport member = member();
        member.publish(new EventSource("others", others, Set.of("joch.calls.v1")));
        member.publish(new EventSource("unknown", unknown));
        member.consume(hearer().consumer("choosy", Talker.TOPIC));
        talker().say("a");
        hearer().awaitCount("choosy", 1);
        Await.until(
                "the log of which nothing is known is read",
                Hearer.SOON,
                () -> unknown.reads.get() > 0);
        assertThat(others.reads).hasValue(0);
    }
}
