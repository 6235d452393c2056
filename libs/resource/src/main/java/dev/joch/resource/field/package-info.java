/**
 * Pure functions over typed resources: paths, selectors, defaults, references, differences, patches
 * and table rows.
 *
 * <p>All of them are derived from the descriptors of the contract, so a new kind or field needs no
 * line here. Three rules hold throughout. Fields are called by their YAML names, because that is
 * what people read and write. Nothing here reads a clock, a store or a configuration: the same
 * resource gives the same answer. What concerns {@code metadata} only never unpacks {@code spec},
 * because selectors run over every resource of a list and every event of a watch.
 */
@NullMarked
package dev.joch.resource.field;

import org.jspecify.annotations.NullMarked;
