/** What events tell operators: counts, lag, and spans that go on where the publisher's ended. */
@NullMarked
package dev.joch.events.metrics;

import org.jspecify.annotations.NullMarked;
