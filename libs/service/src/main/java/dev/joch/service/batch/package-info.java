/** Many requests, one commit: what turns an fsync per request into an fsync per group. */
@NullMarked
package dev.joch.service.batch;

import org.jspecify.annotations.NullMarked;
