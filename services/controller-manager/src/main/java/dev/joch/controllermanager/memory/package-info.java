/** What agents remember and look up. */
@NullMarked
package dev.joch.controllermanager.memory;

import org.jspecify.annotations.NullMarked;
