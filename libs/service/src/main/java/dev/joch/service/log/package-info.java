/**
 * Logs on standard error: text for people, or one JSON object a line with {@code
 * JOCH_LOG_FORMAT=json}.
 */
@NullMarked
package dev.joch.service.log;

import org.jspecify.annotations.NullMarked;
