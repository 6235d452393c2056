/** Identifiers: sortable by time, made in one place. */
@NullMarked
package dev.joch.service.id;

import org.jspecify.annotations.NullMarked;
