@NullMarked
package dev.joch.cli.policy;

import org.jspecify.annotations.NullMarked;
