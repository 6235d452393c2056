/** Asking a service whether it is well, from beside it: what container health checks run. */
@NullMarked
package dev.joch.service.health;

import org.jspecify.annotations.NullMarked;
