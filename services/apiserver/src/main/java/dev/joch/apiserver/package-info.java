/**
 * The edge of Joch: what people, the command line and other platforms call.
 *
 * <p>Two faces, REST and gRPC, over one set of handlers. What is behind them: {@code access} says
 * who calls and what they may do, {@code audit} keeps the record, {@code resource} holds the use
 * cases. The apiserver stores nothing but its audit log; resources are the resource-store's,
 * verdicts are admission's.
 */
@NullMarked
package dev.joch.apiserver;

import org.jspecify.annotations.NullMarked;
