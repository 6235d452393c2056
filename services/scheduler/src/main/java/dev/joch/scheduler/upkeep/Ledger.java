package dev.joch.scheduler.upkeep;

import dev.joch.scheduler.run.RunKey;

import java.util.Optional;

/** What runs have done to the world. */
@FunctionalInterface
public interface Ledger {

    /** What another attempt might do a second time; empty when nothing. */
    Optional<String> risk(RunKey run);
}
