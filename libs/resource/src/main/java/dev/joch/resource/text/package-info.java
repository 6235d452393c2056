/**
 * From text to typed resources and back.
 *
 * <p>Text is decoded once, at the edge. A source goes through four steps, each of which only adds:
 * bytes become characters ({@code Utf8}), characters a tree that knows where each piece stood
 * ({@code YamlReader}, {@code JsonReader}), the tree becomes messages under the rule of their
 * descriptors ({@code DocumentBinder}, {@code MessageBinder}), and what is wrong on the way is
 * collected, never thrown ({@code Findings}), so that a user sees all problems at once.
 *
 * <p>What comes in is hostile until proven otherwise: {@link dev.joch.resource.text.DecodeLimits}
 * bounds bytes, documents, nodes, depth and the growth by aliases before anything is built, and
 * every step is linear in what it is given.
 *
 * <p>The way back ({@link dev.joch.resource.text.ResourceYaml}, {@link
 * dev.joch.resource.text.ResourceJson}) is the mirror image: what is printed decodes to an equal
 * resource.
 */
@NullMarked
package dev.joch.resource.text;

import org.jspecify.annotations.NullMarked;
