/** What the server says about itself, about the caller, and about what everybody did. */
@NullMarked
package dev.joch.cli.server;

import org.jspecify.annotations.NullMarked;
