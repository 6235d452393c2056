package dev.joch.scheduler.run;

import dev.joch.scheduler.v1.Lease;

/** Names a lease. */
public record LeaseRef(RunKey key, String uid, long token) {

    public static LeaseRef of(Lease lease) {
        return new LeaseRef(RunKey.of(lease.getExecution()), lease.getUid(), lease.getToken());
    }

    public static LeaseRef of(StoredRun run) {
        return new LeaseRef(run.key(), run.run().getUid(), run.token());
    }

    public Lease toProto() {
        return Lease.newBuilder().setExecution(key.execution()).setUid(uid).setToken(token).build();
    }
}
