/**
 * What policy decides, has decided and would decide, and the two ways around it.
 *
 * <p>Deciding is the policy engine's. The edge says who may ask: decisions and previews are for who
 * reads policies, a rule is taken out of force by an admin of the whole tenant only, and the glass
 * is broken by who holds that role. Both ways around policy are on record before they take effect.
 */
@NullMarked
package dev.joch.apiserver.policy;

import org.jspecify.annotations.NullMarked;
