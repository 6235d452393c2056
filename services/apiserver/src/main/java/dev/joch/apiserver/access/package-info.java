/**
 * Who calls, and what they may do.
 *
 * <p>A token becomes a {@link dev.joch.common.v1.Caller} in {@link
 * dev.joch.apiserver.access.Authenticator}; nothing behind it ever sees the token. Rights come from
 * Team resources alone: nobody has access by default, and a right is looked up before the resource
 * is, so that a refusal tells nothing about what exists. {@link
 * dev.joch.apiserver.access.AccessRules} is the whole table of rights; everything else here fetches
 * the facts that it decides on.
 */
@NullMarked
package dev.joch.apiserver.access;

import org.jspecify.annotations.NullMarked;
