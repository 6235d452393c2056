/** Stand-ins for the services behind the edge. */
@NullMarked
package dev.joch.apiserver.testing;

import org.jspecify.annotations.NullMarked;
