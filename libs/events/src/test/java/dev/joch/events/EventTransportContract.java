package dev.joch.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.testkit.postgres.Postgres;
import dev.joch.testkit.postgres.PostgresUrl;
import dev.joch.testkit.wait.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** What every way to travel must do. */
@ExtendWith(Postgres.class)
abstract class EventTransportContract {

    private static final int WRITERS = 8;
    private static final int CHANGES = 400;
    private static final int KEYS = 20;

    private final List<EventTransport> members = new ArrayList<>();
    private Talker talker;
    private Hearer hearer;

    /** A new member, in the place of a process of its own. */
    abstract EventTransport transport();

    @BeforeEach
    void open(PostgresUrl url) {
        talker = new Talker(url.jdbc());
        hearer = new Hearer(url.jdbc());
    }

    @AfterEach
    void close() {
        members.forEach(EventTransport::close);
        hearer.close();
        talker.close();
    }

    Hearer hearer() {
        return hearer;
    }

    Talker talker() {
        return talker;
    }

    EventTransport member() {
        EventTransport member = transport();
        members.add(member);
        member.publish(new EventSource("talker", talker.outbox()));
        return member;
    }

    @Test
    void eventsOfAKeyComeInOrderUnderManyWriters() {
        member().consume(hearer.consumer("order", Talker.TOPIC));
        Map<String, Long> said = new Writers(talker, WRITERS, CHANGES, KEYS).run();
        hearer.awaitCount("order", said.values().stream().mapToInt(Long::intValue).sum());
        assertThat(Writers.faults(said, hearer.heard("order"))).isEmpty();
    }

    @Test
    void aRepetitionChangesNothing() throws SQLException {
        member().consume(hearer.consumer("once", Talker.TOPIC));
        for (int i = 0; i < 3; i++) {
            talker.say(Talker.event("a", 1));
        }
        talker.say(Talker.event("a", 2));
        hearer.awaitCount("once", 2);
        assertThat(hearer.heard("once")).isEqualTo(Map.of("a", List.of(1L, 2L)));
    }

    @Test
    void aPoisonedEventIsSetAsideAndItsShardGoesOn() throws SQLException {
        hearer.cannotStand("a#2");
        member().consume(hearer.consumer("strong", Talker.TOPIC));
        for (int i = 0; i < 3; i++) {
            talker.say("a");
            talker.say("b");
        }
        hearer.awaitCount("strong", 5);
        assertThat(hearer.heard("strong"))
                .isEqualTo(Map.of("a", List.of(1L, 3L), "b", List.of(1L, 2L, 3L)));
        assertThat(hearer.setAside("strong"))
                .isEqualTo(Map.of("a#2", "IllegalStateException: cannot stand a#2"));
    }

    @Test
    void eachGroupHearsEverythingOfItsTopics() throws SQLException {
        EventTransport member = member();
        member.consume(hearer.consumer("one", Talker.TOPIC));
        member.consume(hearer.consumer("two", Talker.TOPIC, "joch.calls.v1"));
        talker.say("a");
        talker.sayOn("joch.calls.v1", "b");
        talker.say("c");
        hearer.awaitCount("one", 2);
        hearer.awaitCount("two", 3);
        assertThat(hearer.heard("one").keySet()).containsExactlyInAnyOrder("a", "c");
        assertThat(hearer.heard("two").keySet()).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void whatNobodyHearsIsPassedOverWithoutAMark() throws SQLException {
        hearer.doesNotHear("noise");
        member().consume(hearer.consumer("deaf", Talker.TOPIC));
        for (int i = 0; i < 3; i++) {
            talker.say("noise");
            talker.say("a");
        }
        hearer.awaitCount("deaf", 3);
        assertThat(hearer.heard("deaf")).isEqualTo(Map.of("a", List.of(1L, 2L, 3L)));
        assertThat(hearer.taken("deaf")).containsExactlyInAnyOrder("a#1", "a#2", "a#3");
    }

    @Test
    void whoComesLaterHearsWhatWasSaidBefore() throws SQLException {
        talker.say("a");
        EventTransport member = member();
        talker.say("b");
        member.consume(hearer.consumer("late", Talker.TOPIC));
        hearer.awaitCount("late", 2);
        assertThat(hearer.heard("late").keySet()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void membersShareTheShardsAndHandThemOver() throws SQLException {
        Map<String, Set<Integer>> shards = new ConcurrentHashMap<>();
        EventTransport first = member();
        first.consume(hearer.consumer("team", mine -> shards.put("first", mine), Talker.TOPIC));
        Await.until("the first has all", SOON, () -> all(shards, "first"));
        EventTransport second = member();
        second.consume(hearer.consumer("team", mine -> shards.put("second", mine), Talker.TOPIC));
        Await.until("each has half", SOON, () -> half(shards, "first") && half(shards, "second"));
        Set<Integer> both = new TreeSet<>(shards.get("first"));
        both.addAll(shards.get("second"));
        assertThat(both).hasSize(Shards.COUNT);
        sayEach();
        hearer.awaitCount("team", KEYS);
        members.remove(first);
        first.close();
        Await.until("the second has all", SOON, () -> all(shards, "second"));
        sayEach();
        hearer.awaitCount("team", 2 * KEYS);
        assertThat(hearer.heard("team").values()).allMatch(List.of(1L, 2L)::equals);
    }

    private static final Duration SOON = Hearer.SOON;

    private static boolean all(Map<String, Set<Integer>> shards, String member) {
        return shards.getOrDefault(member, Set.of()).size() == Shards.COUNT;
    }

    private static boolean half(Map<String, Set<Integer>> shards, String member) {
        return shards.getOrDefault(member, Set.of()).size() == Shards.COUNT / 2;
    }

    private void sayEach() throws SQLException {
        for (int key = 0; key < KEYS; key++) {
            talker.say("key-" + key);
        }
    }
}
