/** A collector that takes what services tell of themselves, and shows it to a test. */
@NullMarked
package dev.joch.testkit.trace;

import org.jspecify.annotations.NullMarked;
