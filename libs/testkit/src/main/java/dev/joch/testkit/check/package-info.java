/**
 * Judges of recorded histories. Pure: a history goes in, findings come out.
 *
 * <p>A judge that never complains proves nothing, so each is tested with histories that are wrong
 * on purpose, and with stores that are.
 */
@NullMarked
package dev.joch.testkit.check;

import org.jspecify.annotations.NullMarked;
