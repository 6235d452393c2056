/**
 * Where versions are kept. {@link dev.joch.resourcestore.store.ResourceStore} is the contract, its
 * comments are the failure contract, and one conformance suite holds every backend to it.
 */
@NullMarked
package dev.joch.resourcestore.store;

import org.jspecify.annotations.NullMarked;
