package dev.joch.apiserver.access;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.resource.v1alpha1.AgentSpec;
import dev.joch.resource.v1alpha1.DeploymentSpec;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.resource.v1alpha1.TeamSpec;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One thing that a caller wants to do.
 *
 * @param kind exact name of the kind; empty for verbs that are about none and for lists over all
 *     kinds
 * @param namespace empty for what lives in no namespace
 * @param environments names of the environments that it touches
 * @param team what a Team is to become; {@code null} for everything else
 */
public record AccessRequest(
        Verb verb,
        String kind,
        String namespace,
        String name,
        Set<String> environments,
        @Nullable TeamSpec team) {

    /** Label that places a resource in an environment. */
    public static final String ENVIRONMENT_LABEL = "env";

    public AccessRequest {
        environments = Set.copyOf(environments);
    }

    /** Something that is about no resource, e.g. {@code audit}. */
    public static AccessRequest of(Verb verb) {
        return new AccessRequest(verb, "", "", "", Set.of(), null);
    }

    /** A resource of which only the name is known: asked before it is looked up. */
    public static AccessRequest of(Verb verb, String kind, String namespace, String name) {
        return new AccessRequest(verb, kind, namespace, name, Set.of(), null);
    }

    public static AccessRequest of(Verb verb, ResourceKey key) {
        return of(verb, key.getKind(), key.getNamespace(), key.getName());
    }

    /**
     * A resource as it is, or as it is to become. For a change ask about both: else a label could
     * carry a resource out of an environment that demands more.
     */
    public static AccessRequest of(Verb verb, Resource resource) {
        Set<String> environments = new TreeSet<>();
        String label = resource.getMetadata().getLabelsOrDefault(ENVIRONMENT_LABEL, "");
        if (!label.isEmpty()) {
            environments.add(label);
        }
        try {
            if (resource.getSpec().is(DeploymentSpec.class)) {
                String named =
                        resource.getSpec()
                                .unpack(DeploymentSpec.class)
                                .getEnvironmentRef()
                                .getName();
                if (!named.isEmpty()) {
                    environments.add(named);
                }
            }
            boolean team =
                    resource.getKind().equals("Team") && resource.getSpec().is(TeamSpec.class);
            return new AccessRequest(
                    verb,
                    resource.getKind(),
                    resource.getMetadata().getNamespace(),
                    resource.getMetadata().getName(),
                    environments,
                    team ? resource.getSpec().unpack(TeamSpec.class) : null);
        } catch (InvalidProtocolBufferException e) {
            throw new ProblemException(
                    new ServiceProblem.InvalidRequest("spec", "is not a message of its kind"), e);
        }
    }

    /**
     * What else a change of a resource needs: whoever gives an agent a trigger has it run, and so
     * must be allowed to run it.
     */
    public static Optional<AccessRequest> ofTriggers(Resource changed) {
        try {
            boolean triggers =
                    changed.getKind().equals("Agent")
                            && changed.getSpec().is(AgentSpec.class)
                            && changed.getSpec().unpack(AgentSpec.class).getTriggersCount() > 0;
            return triggers ? Optional.of(of(Verb.RUN, changed)) : Optional.empty();
        } catch (InvalidProtocolBufferException e) {
            throw new ProblemException(
                    new ServiceProblem.InvalidRequest("spec", "is not a message of its kind"), e);
        }
    }
}
