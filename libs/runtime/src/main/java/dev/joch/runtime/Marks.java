package dev.joch.runtime;

/** What is written on things that an adapter starts, so that they are found again. */
public final class Marks {

    /** Installation of Joch that it belongs to. */
    public static final String INSTALLATION = "joch.dev/installation";

    public static final String WORKLOAD = "joch.dev/workload";
    public static final String KIND = "joch.dev/kind";
    public static final String ORDINAL = "joch.dev/ordinal";
    public static final String INSTANCE = "joch.dev/instance";
    public static final String DIGEST = "joch.dev/digest";

    /** Variable of the environment that every process of an instance inherits. */
    public static final String VARIABLE = "JOCH_RUNTIME_INSTANCE";

    private Marks() {}
}
