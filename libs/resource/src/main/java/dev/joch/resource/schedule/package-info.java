/**
 * Schedules as text and as times. Pure: admission says what is wrong with a text, controllers ask
 * for its times, and both read it in the same way.
 */
@NullMarked
package dev.joch.resource.schedule;

import org.jspecify.annotations.NullMarked;
