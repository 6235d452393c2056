/**
 * The control loop from outside: a fleet is applied, and what becomes of it is compared with what
 * should have become of it, whoever died in between.
 */
@NullMarked
package dev.joch.server.loop;

import org.jspecify.annotations.NullMarked;
