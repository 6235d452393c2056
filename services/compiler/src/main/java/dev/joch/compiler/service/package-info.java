/** Compiling what is stored: where records come from, and where manifests go. */
@NullMarked
package dev.joch.compiler.service;

import org.jspecify.annotations.NullMarked;
