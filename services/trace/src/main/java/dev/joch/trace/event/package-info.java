/**
 * What happened to runs, as the services told it. Events are kept in the order in which they came;
 * one that comes twice is there once. The identity of the run tells it from namesakes.
 */
@NullMarked
package dev.joch.trace.event;

import org.jspecify.annotations.NullMarked;
