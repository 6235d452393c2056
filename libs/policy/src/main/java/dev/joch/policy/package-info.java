/**
 * The language of policies: facts and their types, rules in map form and in CEL compiled once, the
 * decision as a pure function, and what it can be translated to.
 *
 * <p>Nothing here does I/O: admission checks with it, the policy engine decides with it, the
 * command line translates with it.
 */
@NullMarked
package dev.joch.policy;

import org.jspecify.annotations.NullMarked;
