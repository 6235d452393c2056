package dev.joch.policy.fact;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;

/** Type of a fact, as people call it and as expressions see it. */
public enum FactType {
    TEXT("a text"),
    FLAG("true or false"),
    /** Compared as a double; an integer on the other side of a comparison will do. */
    NUMBER("a number"),
    COUNT("a whole number"),
    WORDS("a list of words"),
    LABELS("texts by name"),
    /** Anything JSON can say, by name. */
    TREE("values by name");

    private final String words;

    FactType(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }

    /** Whether a name and a dot may follow, as in {@code agent.labels.env}. */
    public boolean nested() {
        return this == LABELS || this == TREE;
    }

    public boolean numeric() {
        return this == NUMBER || this == COUNT;
    }

    /** The same in CEL; apart from the constants so that naming a fact loads no CEL. */
    public CelType cel() {
        return switch (this) {
            case TEXT -> SimpleType.STRING;
            case FLAG -> SimpleType.BOOL;
            case NUMBER -> SimpleType.DOUBLE;
            case COUNT -> SimpleType.INT;
            case WORDS -> ListType.create(SimpleType.STRING);
            case LABELS -> MapType.create(SimpleType.STRING, SimpleType.STRING);
            case TREE -> MapType.create(SimpleType.STRING, SimpleType.DYN);
        };
    }
}
