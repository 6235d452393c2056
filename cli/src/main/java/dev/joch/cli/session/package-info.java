/**
 * What one call of {@code joch} works with: its settings, its screen, its clock, its way to the
 * server.
 *
 * <p>Everything that differs between a laptop and a test enters here, in a {@link
 * dev.joch.cli.session.World}; a {@link dev.joch.cli.session.Session} adds what was typed. Both
 * make the expensive things late: nobody opens a connection or reads the table of kinds for {@code
 * joch version --help}.
 */
@NullMarked
package dev.joch.cli.session;

import org.jspecify.annotations.NullMarked;
