/** What became of an agent: its compiled manifest, the policies that hold for it, its bill. */
@NullMarked
package dev.joch.cli.agent;

import org.jspecify.annotations.NullMarked;
