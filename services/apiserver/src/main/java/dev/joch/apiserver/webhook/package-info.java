/**
 * Requests of webhooks, which come without a token: who signed them, and when. Whoever cannot prove
 * it learns nothing, not even whether the agent, the trigger or the secret is there.
 */
@NullMarked
package dev.joch.apiserver.webhook;

import org.jspecify.annotations.NullMarked;
