/**
 * The compilation itself: records in, a manifest or findings out. No clock, no network, no order
 * that is not the documents' own, so the same records always give the same bytes.
 *
 * <p>{@link dev.joch.compiler.compile.Desk} is where one compilation looks records up: every look
 * is remembered, found or not, because whoever changes one of these changes the outcome.
 */
@NullMarked
package dev.joch.compiler.compile;

import org.jspecify.annotations.NullMarked;
