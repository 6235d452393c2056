/** Bills of materials of agents. */
@NullMarked
package dev.joch.cli.agbom;

import org.jspecify.annotations.NullMarked;
