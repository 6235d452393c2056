package dev.joch.resource.text;

/**
 * What a printed list says about itself.
 *
 * @param resourceVersion revision the list shows; may be empty
 * @param continueToken where the next page begins; empty on the last page
 */
public record ListMeta(String resourceVersion, String continueToken) {
    public static final ListMeta NONE = new ListMeta("", "");
}
