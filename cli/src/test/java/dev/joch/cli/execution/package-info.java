@NullMarked
package dev.joch.cli.execution;

import org.jspecify.annotations.NullMarked;
