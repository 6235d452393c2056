/** Commands over the configuration: which servers there are, and which of them is in use. */
@NullMarked
package dev.joch.cli.setup;

import org.jspecify.annotations.NullMarked;
