/** Runs of agents: started, listed, looked at and ended. */
@NullMarked
package dev.joch.cli.execution;

import org.jspecify.annotations.NullMarked;
