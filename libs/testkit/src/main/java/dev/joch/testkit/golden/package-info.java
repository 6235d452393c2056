/** Files that say what output should look like, rewritten with {@code -Dgolden=overwrite}. */
@NullMarked
package dev.joch.testkit.golden;

import org.jspecify.annotations.NullMarked;
