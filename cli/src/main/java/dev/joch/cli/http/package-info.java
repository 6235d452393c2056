/**
 * HTTP/1.1 over a socket.
 *
 * <p>The JDK's own client takes 0.4 s to come up on two cores, which is all the time a command has;
 * this one takes a hundredth. It does what a client of one known server needs: one connection that
 * is used again, TLS with verified names, fixed and chunked bodies with an upper bound, a deadline
 * over a whole exchange, an idle limit on a stream. It follows no redirects, keeps no cookies and
 * knows no proxies.
 */
@NullMarked
package dev.joch.cli.http;

import org.jspecify.annotations.NullMarked;
