/** What policy says before anything is stored, and what drafts would change. */
@NullMarked
package dev.joch.policyengine.preflight;

import org.jspecify.annotations.NullMarked;
