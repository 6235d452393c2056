/**
 * How a service proves to its peers over a network that it is a service of ours.
 *
 * <p>Each service has an Ed25519 key of its own and knows the public keys of the others. A call
 * carries a token of five minutes, made for one receiver; the receiver checks it by itself and asks
 * nobody. What a token is, is decided here and not by the token: one algorithm, one type, three
 * header fields, nothing else.
 *
 * <p>Runs prove themselves to the data plane in the same form: {@link RunTokens} is the
 * scheduler's, {@link RunTokenCheck} is for whoever agents call.
 */
@NullMarked
package dev.joch.service.identity;

import org.jspecify.annotations.NullMarked;
