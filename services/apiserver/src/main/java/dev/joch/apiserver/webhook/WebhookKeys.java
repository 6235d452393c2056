package dev.joch.apiserver.webhook;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.catalogue.trigger.WebhookSecrets;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.SecretSpec;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Reads the keys of webhooks at the moment of a request. They are kept nowhere. */
public final class WebhookKeys {

    /** Where the variables are. */
    public interface Variables {
        @Nullable String get(String name);
    }

    private static final Logger LOG = LoggerFactory.getLogger(WebhookKeys.class);
    private static final String ENCODED = "whsec_";

    /** Shorter ones can be guessed. */
    private static final int SHORTEST = 16;

    private final Variables variables;

    public WebhookKeys(Variables variables) {
        this.variables = variables;
    }

    /** Empty when it cannot be used; the log says why, the sender does not hear it. */
    Optional<byte[]> of(String agent, Resource secret) {
        SecretSpec spec;
        try {
            spec = secret.getSpec().unpack(SecretSpec.class);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("a Secret has the spec of one", e);
        }
        Optional<WebhookSecrets.Unusable> unusable = WebhookSecrets.unusable(agent, spec);
        if (unusable.isPresent()) {
            return none(agent, secret, unusable.get().why());
        }
        String value = variables.get(spec.getSource().getName());
        if (value == null) {
            return none(
                    agent, secret, "this process has no variable " + spec.getSource().getName());
        }
        byte[] key = decoded(value.strip());
        return key.length < SHORTEST
                ? none(agent, secret, "its value is no key of " + SHORTEST + " bytes or more")
                : Optional.of(key);
    }

    private static Optional<byte[]> none(String agent, Resource secret, String why) {
        LOG.warn(
                "webhooks of agent {} in {} are refused, since secret {} cannot be used: {}",
                agent,
                secret.getMetadata().getNamespace(),
                secret.getMetadata().getName(),
                why);
        return Optional.empty();
    }

    private static byte[] decoded(String value) {
        if (!value.startsWith(ENCODED)) {
            return value.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getDecoder().decode(value.substring(ENCODED.length()));
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
