/**
 * Which worker gets which run, and why another one waits. Pure: what waits, what runs, who asks and
 * who has been served give a plan; another class commits it.
 *
 * <p>Within a namespace higher priority comes first, then age. Between namespaces, and between
 * tenants above them, turns are taken: whoever has been served least is next, however many wait
 * behind. Whoever had nothing to do gets no credit for it.
 */
@NullMarked
package dev.joch.scheduler.place;

import org.jspecify.annotations.NullMarked;
