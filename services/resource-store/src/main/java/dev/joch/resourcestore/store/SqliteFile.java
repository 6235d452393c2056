package dev.joch.resourcestore.store;

import dev.joch.resourcestore.ResourceStoreProblem;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/** A database file of this process: one connection that writes, one that reads beside it. */
final class SqliteFile implements AutoCloseable {

    private static final String SCHEMA = "db/resource-store-sqlite/schema.sql";

    private final FileChannel guard;
    private final Connection writer;
    private final Connection reader;
    private final ReentrantLock writing = new ReentrantLock();
    private final ReentrantLock reading = new ReentrantLock();

    private SqliteFile(FileChannel guard, Connection writer, Connection reader) {
        this.guard = guard;
        this.writer = writer;
        this.reader = reader;
    }

    static SqliteFile open(Path file) {
        try {
            Path absolute = file.toAbsolutePath();
            Files.createDirectories(Objects.requireNonNull(absolute.getParent()));
            FileChannel guard = guard(absolute);
            Connection writer = connect(absolute);
            createTables(writer);
            return new SqliteFile(guard, writer, connect(absolute));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be opened", e);
        } catch (SQLException e) {
            throw problem(e);
        }
    }

    /** Two processes on one file would each believe their own window. */
    private static FileChannel guard(Path file) throws IOException {
        Path lock = file.resolveSibling(file.getFileName() + ".lock");
        FileChannel channel =
                FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock held = channel.tryLock();
            if (held != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // another store of this process has it
        }
        channel.close();
        throw new IllegalStateException(
                file + " is open in another process; stop that one, or use postgres for several");
    }

    private static Connection connect(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(5_000);
        Connection connection = config.createConnection("jdbc:sqlite:" + file);
        connection.setAutoCommit(false);
        return connection;
    }

    private static void createTables(Connection connection) throws SQLException, IOException {
        try (InputStream in = SqliteFile.class.getClassLoader().getResourceAsStream(SCHEMA);
                Statement statement = connection.createStatement()) {
            String script =
                    new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            statement.executeUpdate(script);
            addTraces(statement);
        }
        connection.commit();
    }

    /** Files of before have no such column; SQLite cannot add one only where it is missing. */
    private static void addTraces(Statement statement) throws SQLException {
        try (ResultSet found =
                statement.executeQuery(
                        "select 1 from pragma_table_info('log') where name = 'traceparent'")) {
            if (found.next()) {
                return;
            }
        }
        statement.executeUpdate("alter table log add column traceparent text not null default ''");
    }

    <T> T write(PostgresSession.Work<T> work) {
        return run(writer, writing, work);
    }

    <T> T read(PostgresSession.Work<T> work) {
        return run(reader, reading, work);
    }

    private static <T> T run(
            Connection connection, ReentrantLock lock, PostgresSession.Work<T> work) {
        lock.lock();
        try {
            T result = work.in(connection);
            connection.commit();
            return result;
        } catch (UncheckedSqlException e) {
            rollback(connection, e);
            throw problem(e.sql());
        } catch (SQLException e) {
            rollback(connection, e);
            throw problem(e);
        } catch (RuntimeException e) {
            rollback(connection, e);
            throw e;
        } finally {
            lock.unlock();
        }
    }

    private static void rollback(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private static RuntimeException problem(SQLException e) {
        SQLiteErrorCode code =
                e instanceof SQLiteException sqlite
                        ? sqlite.getResultCode()
                        : SQLiteErrorCode.UNKNOWN_ERROR;
        if (code == SQLiteErrorCode.SQLITE_FULL) {
            return new ProblemException(new ResourceStoreProblem.StoreFull(), e);
        }
        String name = code.name();
        return name.startsWith("SQLITE_BUSY")
                        || name.startsWith("SQLITE_IOERR")
                        || name.startsWith("SQLITE_CANTOPEN")
                ? new ProblemException(new ServiceProblem.Unavailable("the store's file"), e)
                : new UncheckedSqlException(e);
    }

    @Override
    public void close() {
        writing.lock();
        reading.lock();
        try {
            reader.close();
            writer.close();
            guard.close();
        } catch (SQLException e) {
            throw problem(e);
        } catch (IOException e) {
            throw new UncheckedIOException("the lock of the store's file was not let go", e);
        } finally {
            reading.unlock();
            writing.unlock();
        }
    }
}
