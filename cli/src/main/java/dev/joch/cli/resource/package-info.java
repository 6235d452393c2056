/**
 * Commands over stored resources of any kind.
 *
 * <p>They all begin with the same words: a kind and perhaps names ({@link
 * dev.joch.cli.resource.Targets}). Tables come from the server, so a kind that is newer than the
 * command line is shown as well as an old one; only rows of a watch are laid out here.
 */
@NullMarked
package dev.joch.cli.resource;

import org.jspecify.annotations.NullMarked;
