package dev.joch.scheduler.simulation;

import dev.joch.testkit.simulation.World;

/**
 * What goes wrong by chance, as long as the storm lasts: in one world more of this, in another more
 * of that, for a system that never rests hides what happens to one that does. All times are
 * microseconds.
 */
final class Weather {

    static final long MILLI = 1_000;
    static final long SECOND = 1_000_000;

    private final World world;
    private final double messages;
    private final double transactions;
    private final double peers;
    private final long calmest;
    private final boolean thoughtful;
    private final double jobs;
    private final double deletions;
    private boolean storm = true;

    Weather(World world) {
        this.world = world;
        this.messages = world.pick(3);
        this.transactions = world.pick(3);
        this.thoughtful = world.pick(4) == 0;
        this.peers = thoughtful ? 0 : world.pick(4);
        this.jobs = thoughtful ? 0 : world.pick(3) * 0.2;
        this.deletions = thoughtful ? 0 : world.pick(3) * 0.2;
        this.calmest = (1L << world.pick(4)) * 2 * SECOND;
    }

    void clears() {
        storm = false;
        world.say("weather", "clears");
    }

    /**
     * Programs act late and under no key, and go on when their worker does not: everything is for
     * that a lease is over when its run acts for the first time.
     */
    boolean thoughtful() {
        return thoughtful;
    }

    /** Somebody wants a worker of its own for a run. */
    boolean wantsJob() {
        return world.chance(jobs);
    }

    /** Somebody does not want a run any more, nor its end. */
    boolean deletes() {
        return world.chance(deletions);
    }

    boolean stormy() {
        return storm;
    }

    private boolean strikes(double share) {
        return storm && world.chance(share);
    }

    boolean losesRequest() {
        return strikes(messages * 0.02);
    }

    boolean losesReply() {
        return strikes(messages * 0.03);
    }

    boolean doubles() {
        return strikes(messages * 0.02);
    }

    /** A transaction that is not begun. */
    boolean refusesTransaction() {
        return strikes(transactions * 0.01);
    }

    /** A commit that happens, and nobody is told. */
    boolean losesCommit() {
        return strikes(transactions * 0.01);
    }

    boolean killsReplica() {
        return strikes(transactions * 0.002);
    }

    boolean peerIsAway() {
        return strikes(peers * 0.04);
    }

    /** On its way over the network. */
    long onTheWay() {
        return strikes(messages * 0.02)
                ? world.between(100 * MILLI, 8 * SECOND)
                : world.between(200, 4 * MILLI);
    }

    /** In the database. */
    long transaction() {
        return strikes(transactions * 0.01)
                ? world.between(100 * MILLI, 6 * SECOND)
                : world.between(100, 3 * MILLI);
    }

    /** What was read may be old before it is used. */
    long reading() {
        return strikes(thoughtful ? 0.9 : 0.2)
                ? world.between(SECOND, 6 * SECOND)
                : world.between(MILLI, 40 * MILLI);
    }

    /** From one blow to the next. */
    long untilNextBlow() {
        return world.between(500 * MILLI, calmest);
    }

    /** With a peer, which may take longer than a claim. */
    long question() {
        return strikes(peers * 0.1)
                ? world.between(SECOND, 9 * SECOND)
                : world.between(MILLI, 40 * MILLI);
    }
}
