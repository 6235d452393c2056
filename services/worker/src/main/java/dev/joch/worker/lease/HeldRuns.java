package dev.joch.worker.lease;

import dev.joch.scheduler.v1.Lease;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The leases of this worker by the uid of their run. */
public final class HeldRuns {

    private final Map<String, HeldRun> byUid = new ConcurrentHashMap<>();

    void add(HeldRun run) {
        byUid.put(run.lease().getUid(), run);
    }

    void remove(HeldRun run) {
        byUid.remove(run.lease().getUid(), run);
    }

    public List<HeldRun> all() {
        return List.copyOf(byUid.values());
    }

    public int size() {
        return byUid.size();
    }

    /** Tells the run that lease is of; an order for an older lease is for nobody. */
    void stop(Lease lease, StopCause why) {
        @Nullable HeldRun run = byUid.get(lease.getUid());
        if (run != null && run.lease().getToken() == lease.getToken()) {
            run.stop(why);
        }
    }
}
