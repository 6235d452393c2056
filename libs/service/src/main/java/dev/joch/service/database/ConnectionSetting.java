package dev.joch.service.database;

/** What a service may ask of the connections of a pool. */
public enum ConnectionSetting {

    /**
     * Few rows are wanted, whatever there is: the indexes find them. A table that was empty when a
     * statement was planned may hold a hundred thousand rows before statistics are taken again, and
     * until then a plan that reads all of them stays.
     */
    BY_INDEX("set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off; "),

    /**
     * A statement is planned once for a connection, not for each execution. A statement over arrays
     * of keys always looks cheaper planned for the few keys that it is given, so it would be
     * planned anew each time, which costs more than to run it. For statements that have one good
     * plan.
     */
    PLANNED_ONCE("set plan_cache_mode = force_generic_plan; "),

    /**
     * Commits do not wait for the disk. For what is done again when it is lost: the rest of the
     * database stays whole, and what is committed durably later carries it along.
     */
    MAY_BE_LOST("set synchronous_commit = off; ");

    private final String statements;

    ConnectionSetting(String statements) {
        this.statements = statements;
    }

    String statements() {
        return statements;
    }
}
