/** Work that goes on until it is stopped, whatever fails in between. */
@NullMarked
package dev.joch.events.loop;

import org.jspecify.annotations.NullMarked;
