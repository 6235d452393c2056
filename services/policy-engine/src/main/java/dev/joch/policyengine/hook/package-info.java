/**
 * The OWASP agent observability standard on the wire: JSON-RPC in, the engine's question and answer
 * in between, JSON-RPC out.
 */
@NullMarked
package dev.joch.policyengine.hook;

import org.jspecify.annotations.NullMarked;
