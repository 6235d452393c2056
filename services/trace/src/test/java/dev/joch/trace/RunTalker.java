package dev.joch.trace;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;

import dev.joch.event.v1.AgentName;
import dev.joch.event.v1.EventContext;
import dev.joch.event.v1.ExecutionCreated;
import dev.joch.event.v1.ExecutionStarted;
import dev.joch.event.v1.ExecutionSucceeded;
import dev.joch.event.v1.ToolCallRequested;
import dev.joch.events.Event;
import dev.joch.events.EventSource;
import dev.joch.events.Events;
import dev.joch.events.EventsConfig;
import dev.joch.events.outbox.Outbox;
import dev.joch.service.database.Database;
import dev.joch.service.id.Ids;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;

/** Tells what happens to runs, in the place of the services that do so. */
public final class RunTalker implements AutoCloseable {

    private static final Events EVENTS =
            new Events("scheduler", new Ids(InstantSource.system()), InstantSource.system());

    private final Database database;
    private final Outbox outbox;

    RunTalker(Database database, EventsConfig config) {
        this.database = database;
        this.outbox = Outbox.open(database, config.keepFor());
    }

    /** In the process of a test that asks for it. */
    @Factory
    @Requires(property = "trace-test.talker")
    static final class Module {

        @Bean(preDestroy = "close")
        @Singleton
        RunTalker talker(@Named("trace") Database database, EventsConfig config) {
            return new RunTalker(database, config);
        }

        @Singleton
        EventSource source(RunTalker talker) {
            return new EventSource("talker", talker.outbox);
        }
    }

    void says(Event... events) throws SQLException {
        long position;
        try (Connection connection = database.owner().getConnection()) {
            connection.setAutoCommit(false);
            position = outbox.add(connection, List.of(events));
            connection.commit();
            connection.setAutoCommit(true);
        }
        outbox.committed(position);
    }

    private static EventContext context(String execution, String uid) {
        return EventContext.newBuilder()
                .setTenant("acme")
                .setExecutionId(execution)
                .setExecutionUid(uid)
                .setAgent(AgentName.newBuilder().setNamespace("support").setName("triage"))
                .setTimestamp(Timestamp.newBuilder().setSeconds(1_770_000_000))
                .build();
    }

    public static Event created(String execution, String uid) {
        return event(
                ExecutionCreated.newBuilder()
                        .setContext(context(execution, uid))
                        .setTrigger("manual")
                        .build(),
                execution);
    }

    public static Event started(String execution, String uid) {
        return event(
                ExecutionStarted.newBuilder()
                        .setContext(context(execution, uid))
                        .setWorker("w-1")
                        .setAttempt(1)
                        .build(),
                execution);
    }

    public static Event succeeded(String execution, String uid) {
        return event(
                ExecutionSucceeded.newBuilder().setContext(context(execution, uid)).build(),
                execution);
    }

    public static Event toolCall(String execution, String uid) {
        return event(
                ToolCallRequested.newBuilder()
                        .setContext(context(execution, uid))
                        .setTool("crm.search")
                        .build(),
                execution);
    }

    private static Event event(Message message, String execution) {
        return EVENTS.of(message, "acme/Execution/support/" + execution, "acme");
    }

    @Override
    public void close() {
        outbox.close();
    }
}
