package dev.joch.testkit.check;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** A store in memory that keeps the promises of the register, but for one. */
final class MemoryRegisters {

    /** What it does wrong. */
    enum Defect {
        NONE,
        /** An update takes any version. */
        NO_VERSION_CHECK,
        /** One write in twenty is acknowledged and forgotten. */
        LOST_WRITE,
        /** One read in twenty shows what was there before. */
        STALE_READ,
        /** Checks and writes are two steps. */
        CHECK_THEN_ACT
    }

    record Stored(String value, long version) {}

    /** What a call came to: stored, or the reason why not. */
    record Result(@Nullable Stored stored, String reason) {}

    private final Defect defect;
    private final Map<String, Stored> now = new HashMap<>();
    private final Map<String, Stored> before = new HashMap<>();
    private long revision;
    private long calls;

    MemoryRegisters(Defect defect) {
        this.defect = defect;
    }

    synchronized @Nullable Stored read(String key) {
        return defect == Defect.STALE_READ && ++calls % 20 == 0 ? before.get(key) : now.get(key);
    }

    synchronized Result create(String key, String value) {
        return now.containsKey(key) ? refused(RegisterModel.EXISTS) : write(key, value);
    }

    synchronized Result put(String key, String value) {
        return write(key, value);
    }

    synchronized Result delete(String key) {
        Stored gone = now.remove(key);
        if (gone == null) {
            return refused(RegisterModel.NOT_FOUND);
        }
        revision++;
        before.put(key, gone);
        return new Result(null, "");
    }

    Result update(String key, String value, long expected) {
        if (defect == Defect.CHECK_THEN_ACT) {
            String reason = check(key, expected);
            LockSupport.parkNanos(100_000);
            return reason.isEmpty() ? put(key, value) : refused(reason);
        }
        synchronized (this) {
            String reason = check(key, expected);
            return reason.isEmpty() ? write(key, value) : refused(reason);
        }
    }

    private synchronized String check(String key, long expected) {
        Stored current = now.get(key);
        if (current == null) {
            return RegisterModel.NOT_FOUND;
        }
        boolean stale = current.version() != expected && defect != Defect.NO_VERSION_CHECK;
        return stale ? RegisterModel.CONFLICT : "";
    }

    private Result write(String key, String value) {
        Stored next = new Stored(value, ++revision);
        if (defect != Defect.LOST_WRITE || ++calls % 20 != 0) {
            Stored old = now.put(key, next);
            if (old != null) {
                before.put(key, old);
            }
        }
        return new Result(next, "");
    }

    private static Result refused(String reason) {
        return new Result(null, reason);
    }
}
