/** What is stored already, as far as a review needs to know it. */
@NullMarked
package dev.joch.admission.catalogue;

import org.jspecify.annotations.NullMarked;
