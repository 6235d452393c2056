/**
 * The loop: events become rows of the queue, rows become calls of reconcilers, outcomes become rows
 * again. Nothing here knows a kind.
 */
@NullMarked
package dev.joch.controllermanager.run;

import org.jspecify.annotations.NullMarked;
