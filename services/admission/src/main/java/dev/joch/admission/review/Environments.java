package dev.joch.admission.review;

import com.google.protobuf.Message;

import dev.joch.resource.v1alpha1.DeploymentSpec;
import dev.joch.resource.v1alpha1.Resource;

import java.util.Optional;

/**
 * Which environment a resource is meant for: a Deployment says it in its spec, everything else by
 * the label {@code env}.
 */
final class Environments {

    private static final String LABEL = "env";

    private Environments() {}

    static Optional<String> of(Resource resource, Optional<Message> spec) {
        if (spec.isPresent()
                && spec.get() instanceof DeploymentSpec deployment
                && !deployment.getEnvironmentRef().getName().isEmpty()) {
            return Optional.of(deployment.getEnvironmentRef().getName());
        }
        String label = resource.getMetadata().getLabelsOrDefault(LABEL, "");
        return label.isEmpty() ? Optional.empty() : Optional.of(label);
    }
}
