package dev.joch.compiler.store;

import dev.joch.compiler.store.Rounds.Numbered;
import dev.joch.compiler.v1.Manifest;
import dev.joch.resource.kind.DeterministicBytes;
import dev.joch.service.database.Columns;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Keeps one round of drafts in an open transaction. */
final class PostgresKeep {

    /** Locks the heads in one order, moves those that may move, and says which. */
    private static final String MOVE_HEADS =
            """
            insert into head as h (tenant, namespace, agent, environment, generation, digest,
                agent_revision, input_revision)
            select * from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::text[],
                ?::bigint[], ?::bigint[])
            on conflict (tenant, namespace, agent, environment) do update
                set generation = excluded.generation, digest = excluded.digest,
                    agent_revision = excluded.agent_revision,
                    input_revision = excluded.input_revision
                where h.agent_revision <= excluded.agent_revision
                    and h.input_revision <= excluded.input_revision
            returning tenant, namespace, agent, environment
            """;

    private static final String STALE =
            """
            select h.tenant, h.namespace, h.agent, h.environment, h.agent_revision, h.input_revision
            from unnest(?::text[], ?::text[], ?::text[], ?::text[])
                as k (tenant, namespace, agent, environment)
            join head h using (tenant, namespace, agent, environment)
            """;

    private static final String ADD =
            """
            insert into manifest (tenant, namespace, agent, environment, generation, digest,
                created_at, body)
            select tenant, namespace, agent, environment, generation, digest, ?, body
            from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::text[],
                ?::bytea[]) as k (tenant, namespace, agent, environment, generation, digest, body)
            on conflict do nothing
            returning tenant, namespace, agent, environment
            """;

    private static final String SUPERSEDE =
            """
            insert into superseded (tenant, namespace, agent, environment, digest, at)
            select n.tenant, n.namespace, n.agent, n.environment, n.digest, ?
            from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::text[])
                as k (tenant, namespace, agent, environment, generation, digest)
            join newest n using (tenant, namespace, agent, environment, generation)
            where n.digest <> k.digest
            on conflict (tenant, namespace, agent, environment, digest) do update
                set at = excluded.at
            """;

    private static final String NEWEST =
            """
            insert into newest as n (tenant, namespace, agent, environment, generation, digest)
            select * from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::text[])
            on conflict (tenant, namespace, agent, generation, environment) do update
                set digest = excluded.digest where n.digest <> excluded.digest
            """;

    private static final String FIND =
            """
            select m.tenant, m.namespace, m.agent, m.environment, m.body, m.created_at
            from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                as k (tenant, namespace, agent, environment, digest)
            join manifest m using (tenant, namespace, agent, environment, digest)
            """;

    private final Connection connection;
    private final long now;

    /**
     * @param now in microseconds
     */
    PostgresKeep(Connection connection, long now) {
        this.connection = connection;
        this.now = now;
    }

    /** Puts the answer to each draft at its number. */
    void round(List<Numbered> round, Kept[] answers) throws SQLException {
        Set<Draft.Place> moved = moveHeads(round);
        List<Draft> kept = new ArrayList<>();
        List<Draft> refused = new ArrayList<>();
        round.forEach(numbered ->
                (moved.contains(numbered.draft().place()) ? kept : refused).add(numbered.draft()));
        Map<Draft.Place, Kept> outcome =
                new HashMap<>(refused.isEmpty() ? Map.of() : stale(refused));
        if (!kept.isEmpty()) {
            outcome.putAll(write(kept));
        }
        for (Numbered numbered : round) {
            Kept answer = outcome.get(numbered.draft().place());
            if (answer == null) {
                throw new IllegalStateException("no answer for " + numbered.draft().place());
            }
            answers[numbered.number()] = answer;
        }
    }

    private Map<Draft.Place, Kept> write(List<Draft> kept) throws SQLException {
        Set<Draft.Place> created = add(kept);
        try (PreparedStatement statement = connection.prepareStatement(SUPERSEDE)) {
            statement.setLong(1, now);
            slots(statement, 2, kept);
            statement.executeUpdate();
        }
        try (PreparedStatement statement = connection.prepareStatement(NEWEST)) {
            slots(statement, 1, kept);
            statement.executeUpdate();
        }
        Map<Draft.Place, Kept> outcome = new HashMap<>();
        List<Draft> there = new ArrayList<>();
        for (Draft draft : kept) {
            if (created.contains(draft.place())) {
                Manifest manifest =
                        draft.manifest().toBuilder().setCreatedAt(Times.timestamp(now)).build();
                outcome.put(draft.place(), new Kept.Newest(manifest, true));
            } else {
                there.add(draft);
            }
        }
        if (!there.isEmpty()) {
            find(there, outcome);
        }
        return outcome;
    }

    private Set<Draft.Place> moveHeads(List<Numbered> round) throws SQLException {
        List<Draft> drafts = round.stream().map(Numbered::draft).toList();
        try (PreparedStatement statement = connection.prepareStatement(MOVE_HEADS)) {
            slots(statement, 1, drafts).longs(Draft::agentRevision).longs(Draft::inputRevision);
            return places(statement);
        }
    }

    private Set<Draft.Place> add(List<Draft> kept) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ADD)) {
            statement.setLong(1, now);
            slots(statement, 2, kept)
                    .bytes(draft -> DeterministicBytes.of(draft.manifest()).toByteArray());
            return places(statement);
        }
    }

    private Map<Draft.Place, Kept> stale(List<Draft> refused) throws SQLException {
        Map<Draft.Place, Kept> stale = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(STALE)) {
            places(statement, 1, refused);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    stale.put(place(rows), new Kept.Stale(rows.getLong(5), rows.getLong(6)));
                }
            }
        }
        return stale;
    }

    private void find(List<Draft> there, Map<Draft.Place, Kept> outcome) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            places(statement, 1, there).texts(Draft::digest);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Manifest manifest = PostgresRows.manifest(rows, 5);
                    outcome.put(place(rows), new Kept.Newest(manifest, false));
                }
            }
        }
    }

    private static Set<Draft.Place> places(PreparedStatement statement) throws SQLException {
        Set<Draft.Place> places = new HashSet<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                places.add(place(rows));
            }
        }
        return places;
    }

    private static Draft.Place place(ResultSet rows) throws SQLException {
        return new Draft.Place(
                new AgentKey(rows.getString(1), rows.getString(2), rows.getString(3)),
                rows.getString(4));
    }

    private static Columns<Draft> places(PreparedStatement statement, int first, List<Draft> drafts)
            throws SQLException {
        return new Columns<>(statement, first, drafts)
                .texts(draft -> draft.agent().tenant())
                .texts(draft -> draft.agent().namespace())
                .texts(draft -> draft.agent().name())
                .texts(Draft::environment);
    }

    private static Columns<Draft> slots(PreparedStatement statement, int first, List<Draft> drafts)
            throws SQLException {
        return places(statement, first, drafts).longs(Draft::generation).texts(Draft::digest);
    }
}
