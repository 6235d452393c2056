/**
 * What triggers of agents start. Pure: the edge makes the runs of webhooks and the controllers
 * those of schedules and of other runs, in one form and with names that follow from their cause, so
 * that the same cause never starts two.
 */
@NullMarked
package dev.joch.catalogue.trigger;

import org.jspecify.annotations.NullMarked;
