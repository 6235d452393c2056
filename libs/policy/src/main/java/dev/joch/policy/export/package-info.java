/**
 * Policies in the languages of others: OPA's Rego and Cedar, as far as these can say the same.
 *
 * <p>A condition becomes alternatives of literals, true exactly where the condition is true: facts
 * that are not known make no literal true, in neither language. A label or argument that is not
 * there makes a comparison match, as it does here. What cannot be said so is refused with its
 * place. Not translated is what a fact of a wrong type means: both languages must be handed the
 * facts in the types of the vocabulary, and at a tool call the facts that it needs.
 *
 * <p>Facts keep their names and are not nested: {@code input.facts["tool.name"]}, {@code
 * context["tool.name"]}.
 */
@NullMarked
package dev.joch.policy.export;

import org.jspecify.annotations.NullMarked;
