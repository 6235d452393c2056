/**
 * The way in: a request becomes a command, waits for a group, and enters the window as soon as it
 * is committed.
 */
@NullMarked
package dev.joch.resourcestore.write;

import org.jspecify.annotations.NullMarked;
