/**
 * Where the command line gets its settings from: flag, environment variable, configuration file,
 * built-in value, in that order.
 *
 * <p>The file holds contexts: a server, a namespace, and where the credential is to be found; never
 * the credential itself. It is written with access for its owner only. A credential of a context
 * goes to the server of that context and to no other.
 */
@NullMarked
package dev.joch.cli.config;

import org.jspecify.annotations.NullMarked;
