package dev.joch.agbom.content;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Builds one entry; what is empty is left out. */
final class Entry {

    private final Shape shape;
    private final String kind;
    private final String name;
    private final Map<String, String> properties = new TreeMap<>();
    private final List<String> endpoints = new ArrayList<>();
    private String version = "";
    private String description = "";
    private String purl = "";

    private Entry(Shape shape, String kind, String name) {
        this.shape = shape;
        this.kind = kind;
        this.name = name;
        properties.put("joch.kind", kind);
    }

    static Entry of(Shape shape, String kind, String name) {
        return new Entry(shape, kind, name);
    }

    /** How entries of one kind and place are told apart, whatever their version. */
    static String identity(String kind, String placed) {
        return kind + "/" + placed;
    }

    Entry version(String text) {
        version = text;
        return this;
    }

    Entry description(String text) {
        description = text;
        return this;
    }

    Entry purl(String text) {
        purl = text;
        return this;
    }

    /** Where it is reached; what is no address by the rules of addresses is told as a property. */
    Entry endpoint(String url) {
        if (isAddress(url)) {
            endpoints.add(url);
            return this;
        }
        return property("joch.endpoint", url);
    }

    private static boolean isAddress(String url) {
        try {
            return !url.isEmpty() && new URI(url).isAbsolute();
        } catch (URISyntaxException e) {
            return false;
        }
    }

    Entry property(String property, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            properties.put(property, value);
        }
        return this;
    }

    Entry property(String property, long value) {
        return value == 0 ? this : property(property, Long.toString(value));
    }

    Entry flag(String property, boolean value) {
        return property(property, Boolean.toString(value));
    }

    Item as(String ref, String placed) {
        return new Item(
                ref,
                identity(kind, placed),
                shape,
                kind,
                name,
                version,
                description,
                purl,
                endpoints,
                properties);
    }
}
