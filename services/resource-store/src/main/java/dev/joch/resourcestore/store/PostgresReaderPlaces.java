package dev.joch.resourcestore.store;

import com.zaxxer.hikari.HikariDataSource;

import dev.joch.events.EventLog;
import dev.joch.events.store.PlaceStore;
import dev.joch.events.store.SessionClaim;
import dev.joch.resourcestore.tell.ReaderPlaces;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** Places beside the log, for all replicas. */
public final class PostgresReaderPlaces implements ReaderPlaces {

    private final HikariDataSource pool;
    private final PlaceStore places;

    PostgresReaderPlaces(HikariDataSource pool) {
        this.pool = pool;
        this.places = new PlaceStore(pool);
    }

    @Override
    public long place(String reader) {
        try {
            return places.place(reader);
        } catch (SQLException e) {
            throw away(e);
        }
    }

    @Override
    public void keep(String reader, long place) {
        try {
            places.keep(reader, place);
        } catch (SQLException e) {
            throw away(e);
        }
    }

    @Override
    public long reachedByAll(Duration absence) {
        try {
            return places.reachedByAll(absence);
        } catch (SQLException e) {
            throw away(e);
        }
    }

    @Override
    public Optional<EventLog.Claim> claim(String reader) {
        try {
            return SessionClaim.tryTake(pool, reader);
        } catch (SQLException e) {
            throw away(e);
        }
    }

    private static ProblemException away(SQLException cause) {
        return new ProblemException(new ServiceProblem.Unavailable("the database"), cause);
    }

    @Override
    public void close() {
        pool.close();
    }
}
