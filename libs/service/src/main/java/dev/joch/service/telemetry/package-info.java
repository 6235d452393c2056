/**
 * What a process tells of itself: traces to a collector, metrics as a page.
 *
 * <p>Trace context always travels on, whether this process exports anything or not. There is one
 * context, that of gRPC: the trace lies in it (see {@link
 * dev.joch.service.telemetry.TraceInGrpcContext}), so whatever carries the caller and the deadline
 * to another thread carries the trace too. Nothing here may slow a call down or stop it: a
 * collector that is away costs spans, and no more.
 */
@NullMarked
package dev.joch.service.telemetry;

import org.jspecify.annotations.NullMarked;
