/**
 * The house style as an ordinary test: {@code TidyTest} of this module runs {@link
 * dev.joch.testkit.tidy.Tidy} over the sources of all modules; every message names the replacement.
 */
@NullMarked
package dev.joch.testkit.tidy;

import org.jspecify.annotations.NullMarked;
