/**
 * What can be done with resources, one class per use case.
 *
 * <p>Every one walks the same way down: read what was sent, ask the gate before anything is looked
 * up, put the intent on record if something will change, let admission judge, let the store commit,
 * put the outcome on record. Nothing is answered before its audit record is durable.
 *
 * <p>Always true: a refusal for missing rights names only what the caller sent; all that is wrong
 * with a request comes back at once; a request is committed completely or not at all; no use case
 * keeps state between calls.
 */
@NullMarked
package dev.joch.apiserver.resource;

import org.jspecify.annotations.NullMarked;
