/**
 * The REST API as the command line uses it: paths, parameters, refusals, the watch feed.
 *
 * <p>Only this package knows how the server is spoken to; commands ask for resources and get trees.
 * What the server refuses becomes a {@link dev.joch.cli.problem.Failure.Refused} with all that it
 * said.
 */
@NullMarked
package dev.joch.cli.api;

import org.jspecify.annotations.NullMarked;
