package dev.joch.resource.kind;

/**
 * A column of a table of resources.
 *
 * @param name header, in capitals
 * @param path dotted path from the root of the resource in its JSON form
 * @param wide shown in the wide table only
 */
public record Column(String name, String path, boolean wide) {}
