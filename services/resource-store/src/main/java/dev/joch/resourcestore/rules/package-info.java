/**
 * What may be written, and what a write does. Pure: the state comes in as a {@link
 * dev.joch.resourcestore.catalogue.Catalogue}, the changes go out as a plan, and nothing else
 * happens.
 *
 * <p>A group of independent requests is decided on one {@link dev.joch.resourcestore.rules.Draft}:
 * each request on a layer of its own above those that were accepted before it, so a refused one
 * leaves no trace. All backends decide by these rules; a backend only loads and appends.
 */
@NullMarked
package dev.joch.resourcestore.rules;

import org.jspecify.annotations.NullMarked;
