package dev.joch.server.kill;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.catalogue.run.PhaseWords;
import dev.joch.scheduler.v1.Run;
import dev.joch.testkit.run.RunHistory.Step;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Every state that a run of the scheduler was ever committed in: its table keeps the last one, a
 * trigger of the test keeps them all, in the scheduler's own transactions.
 */
final class RunTrailStore {

    private static final String INSTALL =
            """
            create schema trail;
            create table trail.step (
                id bigserial primary key,
                at bigint not null,
                uid text not null,
                version bigint not null,
                token bigint not null,
                body bytea not null);
            create function trail.keep() returns trigger language plpgsql security definer as $$
            begin
                insert into trail.step (at, uid, version, token, body)
                values ((extract(epoch from clock_timestamp()) * 1000000)::bigint,
                    new.uid, new.version, new.token, new.body);
                return null;
            end $$;
            create trigger trail_begin after insert on joch_scheduler.run
                for each row execute function trail.keep();
            -- leases have a table of their own, and what is written again as it was is no step
            create trigger trail_step after update on joch_scheduler.run for each row
                when (old.version <> new.version or old.token <> new.token or old.body <> new.body)
                execute function trail.keep();
            """;

    private final String url;

    RunTrailStore(String url) {
        this.url = url;
    }

    /** Begins to keep. */
    void install() {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(INSTALL);
        } catch (SQLException e) {
            throw new IllegalStateException("the trail of runs cannot be kept", e);
        }
    }

    /** All states in the order in which they came. */
    List<Step> steps() {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "select at, uid, version, token, body from trail.step order by id")) {
            List<Step> steps = new ArrayList<>();
            while (rows.next()) {
                steps.add(step(rows));
            }
            return steps;
        } catch (SQLException | InvalidProtocolBufferException e) {
            throw new IllegalStateException("the trail of runs cannot be read", e);
        }
    }

    /** The events of runs that the trace service keeps: ids in order, by the uid of the run. */
    Map<String, List<String>> keptEvents() {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                """
                                select h.uid, e.event_id from joch_trace.run_event e
                                join joch_trace.run_history h on h.id = e.run
                                where e.source = 'scheduler' order by e.run, e.position
                                """)) {
            Map<String, List<String>> kept = new HashMap<>();
            while (rows.next()) {
                kept.computeIfAbsent(rows.getString(1), _ -> new ArrayList<>())
                        .add(rows.getString(2));
            }
            return kept;
        } catch (SQLException e) {
            throw new IllegalStateException("the events of runs cannot be read", e);
        }
    }

    private static Step step(ResultSet row) throws SQLException, InvalidProtocolBufferException {
        Run run = Run.parseFrom(row.getBytes("body"));
        return new Step(
                row.getString("uid"),
                row.getLong("version"),
                PhaseWords.word(run.getPhase()),
                row.getLong("token"),
                run.getAttempt(),
                run.getWorker(),
                run.getMessage().contains("was lost"),
                row.getLong("at"));
    }
}
