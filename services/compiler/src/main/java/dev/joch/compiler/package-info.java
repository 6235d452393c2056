/**
 * Agents to manifests: the one place where references are resolved and capabilities checked.
 *
 * <p>A compilation is a pure function of resources; the same input gives the same bytes. A manifest
 * that is kept never changes.
 */
@NullMarked
package dev.joch.compiler;

import org.jspecify.annotations.NullMarked;
