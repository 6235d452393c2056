package dev.joch.controllermanager.status;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.controllermanager.graph.Sighting;
import dev.joch.policy.scope.EffectivePolicies;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.FrameworkAdapterStatus;
import dev.joch.resource.v1alpha1.LabelSelector;
import dev.joch.resource.v1alpha1.MCPServerSpec;
import dev.joch.resource.v1alpha1.MCPServerStatus;
import dev.joch.resource.v1alpha1.ModelStatus;
import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.resource.v1alpha1.TeamSpec;

import java.util.Set;

/**
 * What of a record matters to those who depend on it: that it is there, its generation, and of the
 * status of a few kinds what others read. Pure.
 */
public final class Sight {

    private Sight() {}

    public static Sighting of(Resource resource) {
        ResourceKey key = ResourceKeys.of(resource);
        ObjectMeta metadata = resource.getMetadata();
        long revision = revision(resource);
        if (metadata.hasDeletedAt()) {
            return Sighting.gone(key, revision);
        }
        String fingerprint = metadata.getUid() + ":" + metadata.getGeneration();
        try {
            return switch (resource.getKind()) {
                case "Policy" ->
                        new Sighting(
                                key,
                                fingerprint,
                                "",
                                Set.of(),
                                revision,
                                EffectivePolicies.selector(resource)
                                        .map(LabelSelector::getMatchLabelsMap)
                                        .orElse(null),
                                null);
                case "Team" ->
                        new Sighting(
                                key,
                                fingerprint,
                                "",
                                Set.of(),
                                revision,
                                null,
                                resource.getSpec().unpack(TeamSpec.class).getNamespacesList());
                case "MCPServer" ->
                        plain(
                                key,
                                fingerprint,
                                server(resource),
                                Set.of("Agent", "AgBOM", "Tool"),
                                revision);
                case "FrameworkAdapter" ->
                        plain(
                                key,
                                fingerprint,
                                resource.hasStatus()
                                        ? resource.getStatus()
                                                .unpack(FrameworkAdapterStatus.class)
                                                .getPhase()
                                        : "",
                                Set.of("Agent", "AgBOM"),
                                revision);
                case "Model" ->
                        plain(
                                key,
                                fingerprint,
                                resource.hasStatus()
                                        ? resource.getStatus().unpack(ModelStatus.class).getHealth()
                                        : "",
                                Set.of("ModelRoute"),
                                revision);
                default -> plain(key, fingerprint, "", Set.of(), revision);
            };
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(
                    ResourceKeys.text(key) + " carries the spec or status of another kind", e);
        }
    }

    private static Sighting plain(
            ResourceKey key, String fingerprint, String facts, Set<String> readers, long revision) {
        return new Sighting(key, fingerprint, facts, readers, revision, null, null);
    }

    /** Calls that are counted change nothing; trust only where it crosses what is asked for. */
    private static String server(Resource resource) throws InvalidProtocolBufferException {
        if (!resource.hasStatus()) {
            return "";
        }
        MCPServerStatus status = resource.getStatus().unpack(MCPServerStatus.class);
        MCPServerSpec spec = resource.getSpec().unpack(MCPServerSpec.class);
        boolean trusted =
                !status.hasTrustScore()
                        || status.getTrustScore() >= spec.getSecurity().getMinTrustScore();
        return status.getPhase()
                + "|"
                + status.getSchemaDrift()
                + "|"
                + trusted
                + "|"
                + status.getVersion();
    }

    /** Of the store's own numbers; services may compare them. */
    public static long revision(Resource resource) {
        String version = resource.getMetadata().getResourceVersion();
        try {
            return version.isEmpty() ? 0 : Long.parseLong(version);
        } catch (NumberFormatException e) {
            throw new IllegalStateException("the store numbers its versions, not " + version, e);
        }
    }
}
