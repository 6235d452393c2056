package dev.joch.resource.field;

import org.jspecify.annotations.Nullable;

/**
 * What one field of a resource says about another resource.
 *
 * @param path where it says so, e.g. {@code spec.tools[2].name}
 * @param kind kind of the target, as the contract or the sibling field says
 * @param name name of the target
 * @param namespace namespace of the target where the reference gives one
 * @param provider provider of the Model in the form {@code provider:name}
 * @param soft an unresolved one yields a condition instead of a refusal
 * @param form how the text was written
 */
public record Reference(
        String path,
        String kind,
        String name,
        @Nullable String namespace,
        @Nullable String provider,
        boolean soft,
        Form form) {

    /** How the text names the target. */
    public enum Form {
        NAME,
        /**
         * {@code provider:name} of a Model; the provider may be left out where the name is
         * unambiguous.
         */
        MODEL
    }
}
