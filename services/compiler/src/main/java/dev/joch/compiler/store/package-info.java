/** Manifests that were kept. They are found by name and by content, and never change. */
@NullMarked
package dev.joch.compiler.store;

import org.jspecify.annotations.NullMarked;
