/**
 * A question with everything that the engine knows of it: who asks, what counts for them, and the
 * facts. What records say wins over what a caller says.
 */
@NullMarked
package dev.joch.policyengine.ask;

import org.jspecify.annotations.NullMarked;
