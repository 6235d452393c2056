/**
 * What is to be looked at: one durable row per key.
 *
 * <p>Always true: a key that was woken is looked at afterwards, whatever dies in between; and two
 * holders never have it at once, because each claim has a token and a time by the database's clock.
 * A wake-up while the key is under way moves its version, and who finishes the older version finds
 * the row due again.
 */
@NullMarked
package dev.joch.controllermanager.queue;

import org.jspecify.annotations.NullMarked;
