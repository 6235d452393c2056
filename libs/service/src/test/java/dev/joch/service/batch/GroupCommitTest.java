package dev.joch.service.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

@Timeout(20)
class GroupCommitTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Test
    void everyRequestGetsItsOwnAnswer() throws Exception {
        try (GroupCommit<Integer, String> commit =
                        new GroupCommit<>(
                                "test",
                                1000,
                                64,
                                group -> group.stream().map(n -> "n" + n).toList());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers =
                    IntStream.range(0, 500)
                            .mapToObj(n -> threads.submit(() -> commit.submit(n, PATIENCE)))
                            .toList();
            for (int n = 0; n < answers.size(); n++) {
                assertThat(answers.get(n).get()).isEqualTo("n" + n);
            }
        }
    }

    @Test
    void whatArrivesDuringACommitIsCommittedTogether() throws Exception {
        CountDownLatch firstRuns = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        ConcurrentLinkedQueue<Integer> sizes = new ConcurrentLinkedQueue<>();
        try (GroupCommit<Integer, Integer> commit =
                        new GroupCommit<>(
                                "test",
                                100,
                                64,
                                group -> {
                                    sizes.add(group.size());
                                    firstRuns.countDown();
                                    awaitQuietly(release);
                                    return group;
                                });
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> first = threads.submit(() -> commit.submit(0, PATIENCE));
            firstRuns.await();
            List<Future<Integer>> rest =
                    IntStream.range(1, 11)
                            .mapToObj(n -> threads.submit(() -> commit.submit(n, PATIENCE)))
                            .toList();
            dev.joch.testkit.wait.Await.until("ten wait", PATIENCE, () -> commit.depth() == 10);
            release.countDown();
            first.get();
            for (Future<Integer> answer : rest) {
                answer.get();
            }
        }
        assertThat(sizes).containsExactly(1, 10);
    }

    @Test
    void aFullQueueRefusesAtOnce() throws Exception {
        CountDownLatch runs = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (GroupCommit<Integer, Integer> commit =
                        new GroupCommit<>(
                                "test",
                                1,
                                1,
                                group -> {
                                    runs.countDown();
                                    awaitQuietly(release);
                                    return group;
                                });
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> running = threads.submit(() -> commit.submit(1, PATIENCE));
            runs.await();
            Future<Integer> waiting = threads.submit(() -> commit.submit(2, PATIENCE));
            dev.joch.testkit.wait.Await.until("one waits", PATIENCE, () -> commit.depth() == 1);
            assertThatThrownBy(() -> commit.submit(3, PATIENCE))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e ->
                                    assertThat(e.problem())
                                            .isEqualTo(new ServiceProblem.Overloaded("test", 1)));
            release.countDown();
            running.get();
            waiting.get();
        }
    }

    @Test
    void aCommitThatFailsFailsItsGroupOnly() {
        try (GroupCommit<Integer, Integer> commit =
                new GroupCommit<>(
                        "test",
                        10,
                        10,
                        group -> {
                            if (group.contains(13)) {
                                throw new IllegalStateException("no luck");
                            }
                            return group;
                        })) {
            assertThatThrownBy(() -> commit.submit(13, PATIENCE)).hasRootCauseMessage("no luck");
            assertThat(commit.submit(1, PATIENCE)).isEqualTo(1);
        }
    }

    @Test
    void closingFinishesWhatWasTaken() throws Exception {
        CountDownLatch runs = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        GroupCommit<Integer, Integer> commit =
                new GroupCommit<>(
                        "test",
                        10,
                        1,
                        group -> {
                            runs.countDown();
                            awaitQuietly(release);
                            return group;
                        });
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> running = threads.submit(() -> commit.submit(1, PATIENCE));
            runs.await();
            Future<Integer> waiting = threads.submit(() -> commit.submit(2, PATIENCE));
            dev.joch.testkit.wait.Await.until("one waits", PATIENCE, () -> commit.depth() == 1);
            Future<?> closing = threads.submit(commit::close);
            release.countDown();
            closing.get();
            assertThat(running.get()).isEqualTo(1);
            assertThat(waiting.get()).isEqualTo(2);
            assertThatThrownBy(() -> commit.submit(3, PATIENCE))
                    .isInstanceOf(ProblemException.class);
        }
    }

    @Test
    void oneThatHasNothingToDoEndsAtOnce() {
        GroupCommit<Integer, Integer> commit = new GroupCommit<>("test", 10, 10, group -> group);
        assertThat(commit.submit(1, PATIENCE)).isEqualTo(1);
        // one that is not woken is waited for twice as long
        assertTimeoutPreemptively(Duration.ofSeconds(5), commit::close);
        assertThatThrownBy(() -> commit.submit(2, PATIENCE)).isInstanceOf(ProblemException.class);
    }

    @Test
    void whoGivesUpBeforeItsCommitBeginsIsNotCommitted() throws Exception {
        CountDownLatch runs = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        ConcurrentLinkedQueue<Integer> committed = new ConcurrentLinkedQueue<>();
        try (GroupCommit<Integer, Integer> commit =
                        new GroupCommit<>(
                                "test",
                                10,
                                10,
                                group -> {
                                    runs.countDown();
                                    awaitQuietly(release);
                                    committed.addAll(group);
                                    return group;
                                });
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> running = threads.submit(() -> commit.submit(1, PATIENCE));
            runs.await();
            assertThatThrownBy(() -> commit.submit(2, Duration.ofMillis(1)))
                    .hasMessageContaining("DEADLINE_EXCEEDED");
            assertThat(commit.depth()).isZero();
            release.countDown();
            running.get();
            commit.submit(3, PATIENCE);
        }
        assertThat(committed).containsExactly(1, 3);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
