/** Which of the long tests a build goes through. */
@NullMarked
package dev.joch.server.turn;

import org.jspecify.annotations.NullMarked;
