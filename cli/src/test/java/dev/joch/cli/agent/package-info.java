@NullMarked
package dev.joch.cli.agent;

import org.jspecify.annotations.NullMarked;
