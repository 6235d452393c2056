/**
 * From what a reconciler found to a status that says it, and that is only written when it says
 * something new.
 */
@NullMarked
package dev.joch.controllermanager.status;

import org.jspecify.annotations.NullMarked;
