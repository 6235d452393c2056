package dev.joch.compiler.compile;

import com.google.protobuf.Descriptors.FieldDescriptor;

import dev.joch.resource.v1alpha1.ModelRouteRequirements;
import dev.joch.resource.v1alpha1.ModelSpec;

import java.util.Map;

/** What a route asks of a model, against what the model says of itself. */
final class Requirements {

    private Requirements() {}

    /** What is asked and not there, {@code @} standing for the model; empty when all is there. */
    static String lacking(ModelRouteRequirements wanted, ModelSpec model) {
        for (Map.Entry<FieldDescriptor, Object> field : wanted.getAllFields().entrySet()) {
            String capability = field.getKey().getJsonName();
            if (Boolean.TRUE.equals(field.getValue())
                    && !model.getCapabilitiesOrDefault(capability, false)) {
                return capability + ", @ declares " + capability + "=false";
            }
        }
        long window = wanted.getContextWindowMin();
        long has = model.getLimits().getContextWindowTokens();
        if (window > has) {
            return "a context window of " + window + " tokens, @ has " + has;
        }
        return "";
    }
}
