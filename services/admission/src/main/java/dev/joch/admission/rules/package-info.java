/**
 * The rules of admission. Each looks at drafts and reports findings; none knows of another, none
 * reads anything.
 */
@NullMarked
package dev.joch.admission.rules;

import org.jspecify.annotations.NullMarked;
