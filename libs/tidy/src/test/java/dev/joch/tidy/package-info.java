/**
 * The house style as an ordinary test over the sources of all modules; every message names the
 * replacement. It is a module of its own, so that nobody has to wait for it.
 */
@NullMarked
package dev.joch.tidy;

import org.jspecify.annotations.NullMarked;
