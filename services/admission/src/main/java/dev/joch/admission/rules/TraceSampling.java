package dev.joch.admission.rules;

import com.google.protobuf.Message;

import dev.joch.resource.v1alpha1.TraceSpec;

/** Production keeps the traces that matter, other environments keep all, unless somebody chose. */
public final class TraceSampling {

    private static final String PRODUCTION = "prod";
    private static final String MODE = "tail";

    private TraceSampling() {}

    /**
     * The spec with {@code sampling.mode} where its environment decides it; the same object
     * otherwise.
     */
    public static Message fill(Message spec, String environment) {
        if (!environment.equals(PRODUCTION)
                || !(spec instanceof TraceSpec trace)
                || trace.getSampling().hasMode()) {
            return spec;
        }
        TraceSpec.Builder filled = trace.toBuilder();
        filled.getSamplingBuilder().setMode(MODE);
        return filled.build();
    }
}
