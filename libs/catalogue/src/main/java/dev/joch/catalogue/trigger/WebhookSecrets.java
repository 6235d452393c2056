package dev.joch.catalogue.trigger;

import dev.joch.resource.v1alpha1.SecretBinding;
import dev.joch.resource.v1alpha1.SecretSpec;

import java.util.Optional;

/** Which secrets the webhooks of an agent can be signed with. */
public final class WebhookSecrets {

    /** What configures Joch is no secret that users of Joch may ask about. */
    private static final String OWN = "JOCH_";

    private static final String GIVEN = "JOCH_SECRET_";

    private WebhookSecrets() {}

    /** What is in the way, with what to do about it; empty when nothing is. */
    public static Optional<Unusable> unusable(String agent, SecretSpec secret) {
        String variable = secret.getSource().getName();
        if (!secret.getSource().getType().equals("env")) {
            return Optional.of(
                    new Unusable(
                            "webhooks read secrets from the environment of the apiserver, not from `"
                                    + secret.getSource().getType()
                                    + "`",
                            "name a Secret with source type env, and give the variable to the"
                                    + " apiserver"));
        }
        if (variable.startsWith(OWN) && !variable.startsWith(GIVEN)) {
            return Optional.of(
                    new Unusable(
                            "variables that begin with JOCH_ configure Joch itself",
                            "choose another variable, for example " + GIVEN + "NAME"));
        }
        SecretBinding bound = secret.getScope().getBoundTo();
        boolean anybody =
                bound.getModelsCount()
                                + bound.getMcpServersCount()
                                + bound.getToolsCount()
                                + bound.getAgentsCount()
                        == 0;
        if (!anybody && !bound.getAgentsList().contains(agent)) {
            return Optional.of(
                    new Unusable(
                            "the secret is bound to others",
                            "add the agent to scope.boundTo.agents of the Secret"));
        }
        return Optional.empty();
    }

    /** Why a secret cannot be used, and what would help. */
    public record Unusable(String why, String fix) {}
}
