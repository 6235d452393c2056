/**
 * How a run comes into the queue.
 *
 * <p>It is durable before anybody is asked about it. Whoever takes it in claims it, finds manifest
 * and bill, asks the trigger hook once, and says what came of it under its claim. Who dies in
 * between loses the claim after a while, and the next one who submits it, or the sweep, begins
 * anew.
 */
@NullMarked
package dev.joch.scheduler.submit;

import org.jspecify.annotations.NullMarked;
