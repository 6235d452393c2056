/**
 * One reconciler per kind: makes desired state true and says so in the status.
 *
 * <p>Level-triggered: an event only says which key to look at. A key is reconciled by one thread at
 * a time, whatever happens to the others; what fails is tried again, later and later.
 */
@NullMarked
package dev.joch.controllermanager;

import org.jspecify.annotations.NullMarked;
