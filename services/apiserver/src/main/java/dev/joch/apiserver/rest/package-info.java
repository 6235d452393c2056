/**
 * The REST face: HTTP in, the same calls as over gRPC, HTTP out.
 *
 * <p>Nothing is decided here. Paths come from the {@code google.api.http} annotations of the
 * contract, fields from its descriptors. A request becomes the request message of an RPC and goes
 * through the very handlers and interceptors that gRPC calls go through ({@link
 * dev.joch.apiserver.rest.TranscodedCall}), so a right, a limit or an audit record cannot exist on
 * one face and not on the other. What is done by hand is what HTTP does differently: bodies that
 * are YAML, tables, streams, entity tags.
 */
@NullMarked
package dev.joch.apiserver.rest;

import org.jspecify.annotations.NullMarked;
