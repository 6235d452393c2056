package dev.joch.controllermanager;

import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.kind.Kinds;
import dev.joch.resource.text.DecodeLimits;
import dev.joch.resource.text.DocumentDecoder;
import dev.joch.resource.text.Text;
import dev.joch.resource.v1alpha1.Condition;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.List;

/** Records of the tenant acme, namespaced ones in the namespace ns. */
public final class Records {

    public static final String TENANT = "acme";
    public static final String NAMESPACE = "ns";

    private Records() {}

    public static ResourceKey key(String kind, String name) {
        return ResourceKeys.of(TENANT, kind, Kinds.kind(kind).namespaced() ? NAMESPACE : "", name);
    }

    /**
     * As a user wrote it, with the label {@code team: a}.
     *
     * @param spec YAML in one line
     */
    public static Resource of(String kind, String name, String spec) {
        String place = Kinds.kind(kind).namespaced() ? ", namespace: " + NAMESPACE : "";
        String text =
                "{apiVersion: joch.dev/v1alpha1, kind: %s, metadata: {name: %s%s, labels: {team: a}}, spec: %s}"
                        .formatted(kind, name, place, spec);
        Resource resource =
                DocumentDecoder.decode(List.of(Text.of("test.yaml", text)), DecodeLimits.standard())
                        .documents()
                        .getFirst()
                        .resource();
        Resource.Builder whole = resource.toBuilder();
        whole.getMetadataBuilder().setTenant(TENANT);
        return whole.build();
    }

    /** What is said of that condition. */
    public static String holds(List<Condition> conditions, String type) {
        return conditions.stream()
                .filter(condition -> condition.getType().equals(type))
                .map(condition -> condition.getStatus() + " " + condition.getReason())
                .findFirst()
                .orElse("absent");
    }
}
