package dev.joch.events.intake;

import dev.joch.service.database.DatabaseAway;
import dev.joch.service.problem.ProblemException;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;

import java.sql.SQLException;
import java.util.Set;

/** Nothing of it is committed, as far as we know. */
public final class TakeFailed extends Exception {

    private static final long serialVersionUID = 1;

    private static final int LONGEST_REASON = 500;

    private static final Set<Status.Code> PEER_OUTAGES =
            Set.of(
                    Status.Code.UNAVAILABLE,
                    Status.Code.DEADLINE_EXCEEDED,
                    Status.Code.RESOURCE_EXHAUSTED,
                    Status.Code.ABORTED);

    TakeFailed(Throwable cause) {
        super(cause);
    }

    /**
     * Whether the surroundings failed and not the event: then it is tried again for as long as it
     * takes, and nothing is given up.
     */
    public boolean isOutage() {
        for (Throwable cause = getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && DatabaseAway.isMeantBy(sql)
                    || cause instanceof ProblemException known
                            && PEER_OUTAGES.contains(known.problem().code())
                    || cause instanceof StatusRuntimeException peer
                            && PEER_OUTAGES.contains(peer.getStatus().getCode())) {
                return true;
            }
        }
        return false;
    }

    /** Why, in one line, for whoever finds the event set aside. */
    public String reason() {
        Throwable root = this;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String text =
                (root.getClass().getSimpleName() + ": " + root.getMessage())
                        .replaceAll("\\s+", " ");
        return text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON);
    }
}
