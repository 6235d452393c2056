/**
 * What the contract says about each kind, in the languages that others read: text for people
 * ({@code joch explain}), CRDs, JSON Schemas and the OpenAPI document.
 *
 * <p>Everything is generated from descriptors, their options, their protovalidate rules and their
 * comments. What is checked in under {@code deploy/k8s/crds} and {@code docs/reference} is written
 * by {@link dev.joch.resource.schema.GenerateReference} and compared by a test, so a change of the
 * contract shows in review as a change of these files. Comments exist only in {@code joch.desc};
 * the few files that an answer needs are picked out of it, because {@code joch explain} must not
 * wait for the whole contract.
 *
 * <p>Documents are trees of maps, lists and scalars with a fixed order of keys, so the same
 * contract gives the same bytes.
 */
@NullMarked
package dev.joch.resource.schema;

import org.jspecify.annotations.NullMarked;
