/**
 * How a run looks in the catalogue. The scheduler keeps the truth about a run; the status of its
 * Execution follows it, whoever writes that down.
 */
@NullMarked
package dev.joch.catalogue.run;

import org.jspecify.annotations.NullMarked;
