package dev.joch.controllermanager.rollout;

import java.time.Duration;

/**
 * What a deployment wants.
 *
 * @param revision of the workers; another one means that they are replaced
 * @param surge workers above the number during the change
 * @param unavailable workers below the number during the change
 * @param paused nothing is replaced
 * @param canary per cent of the number that prove themselves first; 0 is none
 * @param trial how long they do
 */
record Wish(
        String revision,
        int replicas,
        boolean recreate,
        int surge,
        int unavailable,
        boolean paused,
        int canary,
        Duration trial) {

    Wish {
        if (replicas < 0 || surge < 0 || unavailable < 0 || canary < 0 || canary > 100) {
            throw new IllegalArgumentException("numbers of workers are not negative");
        }
        if (surge == 0 && unavailable == 0) {
            // neither one more nor one less: nothing could ever be replaced
            surge = 1;
        }
    }

    /** Workers that prove the new version. */
    int canaries() {
        return canary == 0 ? 0 : Math.max(1, Math.ceilDiv(replicas * canary, 100));
    }
}
