/**
 * What nobody asks for: leases that are over, runs that take too long, runs that nobody settles,
 * and those that ended long ago.
 *
 * <p>Every replica looks; whatever two of them find at once is decided once, by the rules.
 */
@NullMarked
package dev.joch.scheduler.upkeep;

import org.jspecify.annotations.NullMarked;
