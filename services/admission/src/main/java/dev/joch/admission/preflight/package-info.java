/**
 * What policy says before anything is stored: the model lists of environments, and the policy
 * engine once one is there.
 *
 * <p>An engine that is configured and does not answer means no.
 */
@NullMarked
package dev.joch.admission.preflight;

import org.jspecify.annotations.NullMarked;
