/**
 * What a run may do next. Pure: a run as it is stored, a command and the time by the database's
 * clock give a decision; another class commits it.
 *
 * <p>Which phase may follow which stands in one table. Whoever acts for a worker names the fencing
 * token of its lease: an older one is refused.
 */
@NullMarked
package dev.joch.scheduler.run;

import org.jspecify.annotations.NullMarked;
