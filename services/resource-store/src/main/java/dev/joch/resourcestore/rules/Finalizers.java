package dev.joch.resourcestore.rules;

import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resourcestore.catalogue.Version;

import java.util.ArrayList;
import java.util.List;

/** Who must act before a resource may go. One name is the store's own. */
final class Finalizers {

    /**
     * Held while those who refer to the resource are still on their way out. Nobody can set or
     * remove it by a put.
     */
    static final String CASCADE = "joch.dev/cascade";

    private Finalizers() {}

    static List<String> ofUser(Resource resource) {
        return resource.getMetadata().getFinalizersList().stream()
                .filter(name -> !name.equals(CASCADE))
                .distinct()
                .toList();
    }

    /** What the put asks for, with the store's own as it is. */
    static List<String> merged(Resource put, Resource current) {
        List<String> names = new ArrayList<>(ofUser(put));
        if (waitsForCascade(current)) {
            names.add(CASCADE);
        }
        return names;
    }

    /** On its way out, and nothing else holds it. */
    static boolean waitsForCascadeOnly(Version version) {
        return version.deleting()
                && version.resource().getMetadata().getFinalizersList().equals(List.of(CASCADE));
    }

    static boolean waitsForCascade(Resource resource) {
        return resource.getMetadata().getFinalizersList().contains(CASCADE);
    }
}
