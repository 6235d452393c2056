/**
 * Guardians: services outside that are asked as well, in the words of the OWASP agent observability
 * standard. What they answer can make a decision stricter, never laxer.
 */
@NullMarked
package dev.joch.policyengine.guard;

import org.jspecify.annotations.NullMarked;
