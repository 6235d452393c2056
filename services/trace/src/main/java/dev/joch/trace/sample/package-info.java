/** Which spans are kept, and the record of what was not. */
@NullMarked
package dev.joch.trace.sample;

import org.jspecify.annotations.NullMarked;
