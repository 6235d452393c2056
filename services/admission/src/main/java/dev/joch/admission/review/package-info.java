/**
 * The walk of a review: fill in, look up once, let every rule speak, answer.
 *
 * <p>Pure but for the {@link dev.joch.catalogue.Catalogue} and the {@link
 * dev.joch.admission.preflight.Preflight} it is given, so the same walk runs behind the server and
 * offline in the command line.
 */
@NullMarked
package dev.joch.admission.review;

import org.jspecify.annotations.NullMarked;
