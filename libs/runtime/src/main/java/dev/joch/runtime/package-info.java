/**
 * Where workers run: one contract, and an adapter for each runtime that keeps it.
 *
 * <p>What an adapter starts carries the name that it was asked for, so asking twice starts one, and
 * a control plane that was restarted finds what it started before.
 */
@NullMarked
package dev.joch.runtime;

import org.jspecify.annotations.NullMarked;
