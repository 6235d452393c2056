package dev.joch.testkit.postgres;

import dev.joch.testkit.servers.RealServers;

import java.util.Set;

/**
 * JUnit extension: a parameter of type {@link PostgresUrl} is a fresh, empty database.
 *
 * <p>Use it as {@code @ExtendWith(Postgres.class)}.
 */
public final class Postgres extends RealServers {

    public Postgres() {
        super(Set.of(PostgresUrl.class));
    }
}
