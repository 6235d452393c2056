package dev.joch.controllermanager.queue;

import dev.joch.resource.v1alpha1.ResourceKey;

/** Who goes first. One change may reach ten thousand others: the next change overtakes them. */
public enum Urgency {

    /** Somebody changed the record itself and looks at what comes of it. */
    CHANGED,

    /** Something that it depends on changed. */
    REACHED,

    /** It only describes what others became. */
    DESCRIBES;

    public static Urgency changed(ResourceKey key) {
        return describes(key) ? DESCRIBES : CHANGED;
    }

    public static Urgency reached(ResourceKey key) {
        return describes(key) ? DESCRIBES : REACHED;
    }

    private static boolean describes(ResourceKey key) {
        return key.getKind().equals("AgBOM");
    }
}
