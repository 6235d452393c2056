/** What policy decides, has decided and would decide, and the two ways around it. */
@NullMarked
package dev.joch.cli.policy;

import org.jspecify.annotations.NullMarked;
