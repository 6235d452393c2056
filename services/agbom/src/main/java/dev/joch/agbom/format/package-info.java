/**
 * One writer for each published format. A document that its own format would refuse is never
 * served.
 */
@NullMarked
package dev.joch.agbom.format;

import org.jspecify.annotations.NullMarked;
