/** Answers what was compiled, one page at a time. */
@NullMarked
package dev.joch.compiler.read;

import org.jspecify.annotations.NullMarked;
