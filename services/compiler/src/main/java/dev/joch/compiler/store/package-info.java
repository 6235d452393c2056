/**
 * Manifests that were made, by content and by generation.
 *
 * <p>A manifest never changes. What is the newest moves forward only: a writer that saw an older
 * state of the catalogue is told so, and compiles again.
 */
@NullMarked
package dev.joch.compiler.store;

import org.jspecify.annotations.NullMarked;
