package dev.joch.scheduler.place;

import dev.joch.catalogue.run.RunModes;

/** What stands between a run and a worker. */
public sealed interface Obstacle {

    /** For people. */
    String sentence();

    /** Nobody serves that pool. */
    record NoWorker(String pool) implements Obstacle {
        @Override
        public String sentence() {
            return pool.equals(RunModes.JOBS)
                    ? "the worker that is started for it has not been heard of"
                    : "no worker of pool " + pool + " has been heard of";
        }
    }

    /** Workers are there, and none has what is wanted. */
    record Lacking(String pool, String what) implements Obstacle {
        @Override
        public String sentence() {
            return "no worker of pool " + pool + " has " + what;
        }
    }

    /** As many run as may. */
    record Full(Bound bound, int running, int limit) implements Obstacle {
        @Override
        public String sentence() {
            return bound.text() + " runs " + running + " of at most " + limit;
        }
    }

    /** All workers that could take it have as many runs as they can. */
    record Busy(String pool, int workers) implements Obstacle {
        @Override
        public String sentence() {
            return workers == 1
                    ? "the worker of pool " + pool + " that could take it is full"
                    : "all "
                            + workers
                            + " workers of pool "
                            + pool
                            + " that could take it are full";
        }
    }

    /** Others were served first. */
    record NotItsTurn() implements Obstacle {
        @Override
        public String sentence() {
            return "others come first";
        }
    }
}
