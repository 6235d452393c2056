/**
 * What the contract promises to those who are not built with it: other versions of Joch, clients in
 * other languages, documents in people's repositories.
 *
 * <p>{@link dev.joch.contract.Contract} is the contract as it is compiled, {@link
 * dev.joch.contract.Fingerprint} its promises, one a line. The promises last accepted are in {@code
 * src/test/golden/contract.txt}: none of them is ever taken back by accident, because a document or
 * a client that worked yesterday must work tomorrow.
 */
@NullMarked
package dev.joch.contract;

import org.jspecify.annotations.NullMarked;
