/**
 * Help and completion. The scripts for the three shells are small: they hand the words that were
 * typed to {@code joch __complete} and show what it answers, so commands, options, kinds and names
 * are completed alike everywhere and never grow stale.
 */
@NullMarked
package dev.joch.cli.shell;

import org.jspecify.annotations.NullMarked;
