package dev.joch.trace.upkeep;

import dev.joch.trace.store.Upkeep;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Drops traces, logs and events to which nothing has come for longer than they are kept, in small
 * steps.
 *
 * @param keepFor 0 keeps all
 */
public record DropOld(Upkeep upkeep, Duration keepFor, InstantSource clock) {

    private static final Logger LOG = LoggerFactory.getLogger(DropOld.class);

    private static final int TRACES = 50;
    private static final int LOGS = 20;
    private static final int HISTORIES = 50;

    /** One step; gives whether there is more. */
    public boolean drop() {
        if (keepFor.isZero()) {
            return false;
        }
        Instant before = clock.instant().minus(keepFor);
        int traces = upkeep.dropTraces(before, TRACES);
        int logs = upkeep.dropLogs(before, LOGS);
        int histories = upkeep.dropHistories(before, HISTORIES);
        if (traces + logs + histories > 0) {
            LOG.info(
                    "dropped {} traces, {} logs and the events of {} runs",
                    traces,
                    logs,
                    histories);
        }
        return traces == TRACES || logs == LOGS || histories == HISTORIES;
    }
}
