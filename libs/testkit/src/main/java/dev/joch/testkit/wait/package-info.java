/** Waiting for a condition with a deadline, the only way a test may let time pass. */
@NullMarked
package dev.joch.testkit.wait;

import org.jspecify.annotations.NullMarked;
