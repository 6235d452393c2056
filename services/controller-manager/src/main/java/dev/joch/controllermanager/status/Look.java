package dev.joch.controllermanager.status;

import dev.joch.controllermanager.graph.Dependent;

import java.time.Duration;
import java.util.Optional;

/**
 * What a controller found.
 *
 * @param status what to say
 * @param again when to look again even if nothing changes
 * @param dependent what it depends on, where that is more than its references
 */
public record Look(StatusDraft status, Optional<Duration> again, Optional<Dependent> dependent) {

    public static Look at(StatusDraft status) {
        return new Look(status, Optional.empty(), Optional.empty());
    }

    public Look again(Duration delay) {
        return new Look(status, Optional.of(delay), dependent);
    }

    public Look depends(Dependent on) {
        return new Look(status, again, Optional.of(on));
    }
}
