package dev.joch.controllermanager.rollout;

import java.util.List;

/** What to do next, and where that is in the change. */
record Plan(List<Step> steps, Stage stage) {

    Plan {
        steps = List.copyOf(steps);
    }

    enum Stage {
        /** The wanted revision runs in its number, and nothing else. */
        STABLE,
        PROGRESSING,
        CANARY,
        /** In the middle of a change, on somebody's wish. */
        PAUSED
    }
}
