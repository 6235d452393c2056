package dev.joch.runtime;

import java.time.Duration;

/**
 * What an instance writes, pulled by the reader: what is not asked for stays where it lies. For one
 * thread.
 */
public interface LogStream extends AutoCloseable {

    /** The next piece; waits for it at most that long. */
    LogRead next(Duration wait);

    @Override
    void close();
}
