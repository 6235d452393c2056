/**
 * What kinds of resources there are, and how to get from a word to a kind and from a kind to its
 * messages.
 *
 * <p>Nothing here is kept by hand: a kind exists because a message of the contract carries the
 * option {@code joch.schema.v1.kind}. The list is read from the descriptor file that ships inside
 * the contract's jar, skipping everything but names and that option, because a command that only
 * wants to know what {@code ag} means must not pay for building all descriptors. The generated
 * class behind a kind is loaded when somebody first asks for its messages.
 */
@NullMarked
package dev.joch.resource.kind;

import org.jspecify.annotations.NullMarked;
