/**
 * Services behind the edge that an installation may lack. A call for one that is not configured, or
 * that does not answer, is refused with a sentence that names it; what it refuses is passed on.
 */
@NullMarked
package dev.joch.apiserver.peer;

import org.jspecify.annotations.NullMarked;
