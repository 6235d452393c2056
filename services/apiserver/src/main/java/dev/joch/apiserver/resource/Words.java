package dev.joch.apiserver.resource;

import dev.joch.resource.kind.Kind;
import dev.joch.resource.kind.Kinds;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.service.problem.ProblemException;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What callers write in paths and parameters, as values. */
public final class Words {

    private static final int MOST_KINDS = 64;

    private Words() {}

    /** The kind that a word means. */
    public static Kind kind(String word) {
        return Kinds.find(word).orElseThrow(() -> unknown(word));
    }

    /** The kinds in a list with commas; empty is every kind and answers an empty list. */
    public static List<Kind> kinds(String words) {
        if (words.isBlank()) {
            return List.of();
        }
        Set<Kind> kinds = new LinkedHashSet<>();
        for (String word : words.split(",", MOST_KINDS + 1)) {
            kinds.add(kind(word.strip()));
        }
        return List.copyOf(kinds);
    }

    /** The key that a path names. */
    static ResourceKey key(String tenant, String kindWord, String namespace, String name) {
        Kind kind = kind(kindWord);
        requirePlace(kind, namespace);
        return ResourceKey.newBuilder()
                .setTenant(tenant)
                .setKind(kind.kind())
                .setNamespace(namespace)
                .setName(name)
                .build();
    }

    private static void requirePlace(Kind kind, String namespace) {
        if (kind.namespaced() && namespace.isEmpty()) {
            throw new ProblemException(new ResourceProblem.NamespaceRequired(kind.kind()));
        }
        if (!kind.namespaced() && !namespace.isEmpty()) {
            throw new ProblemException(new ResourceProblem.NotNamespaced(kind.kind()));
        }
    }

    /** {@code Kind/namespace/name}, or {@code Kind/name} for what lives in no namespace. */
    public static String text(ResourceKey key) {
        return key.getNamespace().isEmpty()
                ? key.getKind() + "/" + key.getName()
                : key.getKind() + "/" + key.getNamespace() + "/" + key.getName();
    }

    /** A revision from its opaque text; 0 for none. */
    static long revision(String resourceVersion) {
        if (resourceVersion.isEmpty()) {
            return 0;
        }
        try {
            long revision = Long.parseLong(resourceVersion);
            if (revision >= 0) {
                return revision;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new ProblemException(new ResourceProblem.InvalidResourceVersion(resourceVersion));
    }

    private static ProblemException unknown(String word) {
        String shown = word.length() > 64 ? word.substring(0, 64) + "..." : word;
        return new ProblemException(
                new ResourceProblem.UnknownKind(shown, Kinds.suggest(word).orElse("")));
    }
}
