/** Rules of the use cases. */
@NullMarked
package dev.joch.apiserver.resource;

import org.jspecify.annotations.NullMarked;
