/**
 * Logs on standard error: text for people, or one JSON object a line with {@code
 * JOCH_LOG_FORMAT=json}. Either names the trace and the request that a line belongs to.
 */
@NullMarked
package dev.joch.service.log;

import org.jspecify.annotations.NullMarked;
