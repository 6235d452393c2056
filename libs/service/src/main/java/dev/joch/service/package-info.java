/**
 * What makes a process a Joch service: configuration, the mesh between services, identity, errors,
 * databases, and an orderly start and stop.
 *
 * <p>The same service code runs alone or beside all others in one process. Nothing outside this
 * library knows which.
 */
@NullMarked
package dev.joch.service;

import org.jspecify.annotations.NullMarked;
