package dev.joch.events;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * Many writers at once, as unkind as services are: they are numbered by the database before they
 * lock anything, hold transactions open, and roll some back.
 */
final class Writers {

    private static final int ROLLED_BACK_OF_TEN = 2;

    private final Talker talker;
    private final int writers;
    private final int changes;
    private final int keys;

    Writers(Talker talker, int writers, int changes, int keys) {
        this.talker = talker;
        this.writers = writers;
        this.changes = changes;
        this.keys = keys;
    }

    /** Runs them to the end; gives how often each key was counted up. */
    Map<String, Long> run() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                Random random = new Random(writer);
                running.add(
                        threads.submit(() -> {
                            write(random);
                            return null;
                        }));
            }
            for (Future<?> one : running) {
                one.get();
            }
            return counters();
        } catch (InterruptedException | ExecutionException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void write(Random random) throws SQLException {
        for (int i = 0; i < changes; i++) {
            try (Connection transaction = talker.begin();
                    Statement statement = transaction.createStatement()) {
                if (random.nextBoolean()) {
                    statement.execute("select pg_current_xact_id()");
                    pause(random);
                }
                long position = talker.say(transaction, "key-" + random.nextInt(keys));
                pause(random);
                if (random.nextInt(10) < ROLLED_BACK_OF_TEN) {
                    transaction.rollback();
                } else {
                    transaction.commit();
                    talker.outbox().committed(position);
                }
            }
        }
    }

    private static void pause(Random random) {
        if (random.nextInt(20) == 0) {
            LockSupport.parkNanos(Duration.ofMillis(random.nextInt(30)).toNanos());
        }
    }

    private Map<String, Long> counters() throws SQLException {
        Map<String, Long> said = new HashMap<>();
        try (Connection connection = talker.pool().getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("select key, n from counter");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                said.put(rows.getString(1), rows.getLong(2));
            }
        }
        return said;
    }

    /** Where what was heard is not 1, 2, 3, ... up to what was said. */
    static List<String> faults(Map<String, Long> said, Map<String, List<Long>> heard) {
        List<String> faults = new ArrayList<>();
        said.forEach((key, last) -> {
            List<Long> numbers = heard.getOrDefault(key, List.of());
            for (int i = 0; i < Math.max(numbers.size(), last); i++) {
                if (i >= numbers.size() || numbers.get(i) != i + 1) {
                    faults.add(
                            key
                                    + " is wrong from "
                                    + (i + 1)
                                    + " of "
                                    + last
                                    + " on: "
                                    + numbers.subList(
                                            Math.min(i, numbers.size()),
                                            Math.min(i + 5, numbers.size())));
                    break;
                }
            }
        });
        return faults;
    }
}
