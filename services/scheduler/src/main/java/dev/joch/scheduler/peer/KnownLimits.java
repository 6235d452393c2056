package dev.joch.scheduler.peer;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.catalogue.CatalogueView;
import dev.joch.resource.v1alpha1.AgentSpec;
import dev.joch.resource.v1alpha1.EnvironmentSpec;
import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.scheduler.place.Bound;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many runs agents and environments allow at the same time, as their records say now. */
public final class KnownLimits implements CatalogueView {

    static final List<String> KINDS = List.of("Agent", "Environment");

    private final Map<Bound, Integer> limits = new ConcurrentHashMap<>();
    private final Runnable changed;

    /**
     * @param changed told when a limit is another one
     */
    public KnownLimits(Runnable changed) {
        this.changed = changed;
    }

    @Override
    public void take(Resource resource, boolean deleted) {
        ObjectMeta metadata = resource.getMetadata();
        Bound bound =
                resource.getKind().equals("Agent")
                        ? Bound.agent(
                                metadata.getTenant(), metadata.getNamespace(), metadata.getName())
                        : Bound.environment(metadata.getTenant(), metadata.getName());
        int limit = deleted ? 0 : limit(resource);
        Integer before = limit > 0 ? limits.put(bound, limit) : limits.remove(bound);
        if (limit != (before == null ? 0 : before)) {
            changed.run();
        }
    }

    private static int limit(Resource resource) {
        try {
            return resource.getKind().equals("Agent")
                    ? resource.getSpec().unpack(AgentSpec.class).getBudgets().getConcurrencyLimit()
                    : resource.getSpec()
                            .unpack(EnvironmentSpec.class)
                            .getRuntime()
                            .getConcurrencyLimit();
        } catch (InvalidProtocolBufferException e) {
            // what cannot be read cannot be run from either
            return 0;
        }
    }

    /** 0 is none. */
    public int of(Bound bound) {
        return limits.getOrDefault(bound, 0);
    }
}
