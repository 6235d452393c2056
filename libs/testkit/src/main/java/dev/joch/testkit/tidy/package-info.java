/**
 * The house style as an ordinary test. Each module has a {@code TidyTest} that runs {@link
 * dev.joch.testkit.tidy.Tidy} over its own sources; every message names the replacement.
 */
@NullMarked
package dev.joch.testkit.tidy;

import org.jspecify.annotations.NullMarked;
