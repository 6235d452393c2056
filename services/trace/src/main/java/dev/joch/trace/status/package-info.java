/** The status of records of kind Trace: what the resource store shows of a trace. */
@NullMarked
package dev.joch.trace.status;

import org.jspecify.annotations.NullMarked;
