/**
 * HTTP/1.1 as the REST face needs it: requests that are read completely and bounded, answers, and
 * streams with flow control.
 *
 * <p>Netty is used directly. The REST face routes by the contract's annotations and binds by
 * descriptors, so nothing of an HTTP framework would be left to use but its transport; and a watch
 * must see the socket itself: whether it takes more, and whether the client has gone.
 *
 * <p>Always true: one connection has one request at a time; a request that is not complete in time
 * is refused; bodies in memory are bounded for one request and for all of them; a handler runs on a
 * virtual thread of its own and never on an event loop.
 */
@NullMarked
package dev.joch.apiserver.http;

import org.jspecify.annotations.NullMarked;
