/**
 * What the store tells other services. Its log is its outbox: one write, and readers that remember
 * how far they have come. What a reader has not heard is not compacted.
 */
@NullMarked
package dev.joch.resourcestore.tell;

import org.jspecify.annotations.NullMarked;
