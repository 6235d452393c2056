/** The engine's tables. */
@NullMarked
package dev.joch.policyengine.store;

import org.jspecify.annotations.NullMarked;
