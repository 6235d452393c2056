package dev.joch.apiserver.access;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.catalogue.CatalogueView;
import dev.joch.resource.v1alpha1.EnvironmentSpec;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.TeamSpec;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the directory knows. Changes arrive from the watch and from this process's own writes, in no
 * common order: the newer version of a record wins, whichever way it came.
 */
final class RightsByTenant implements CatalogueView {

    private static final Logger LOG = LoggerFactory.getLogger(RightsByTenant.class);

    private final Map<String, TeamRights> tenants = new ConcurrentHashMap<>();
    private final Map<String, Long> versions = new HashMap<>();

    TeamRights of(String tenant) {
        return tenants.getOrDefault(tenant, TeamRights.NONE);
    }

    @Override
    public synchronized void take(Resource resource, boolean deleted) {
        boolean team = resource.getKind().equals("Team");
        if (!team && !resource.getKind().equals("Environment")) {
            return;
        }
        if (!newer(resource)) {
            return;
        }
        TeamRights now = of(resource.getMetadata().getTenant());
        Map<String, TeamSpec> teams = new HashMap<>(now.teams());
        Map<String, EnvironmentDemand> environments = new HashMap<>(now.environments());
        String name = resource.getMetadata().getName();
        if (deleted) {
            boolean gone = team ? teams.remove(name) != null : environments.remove(name) != null;
            LOG.debug("{} {} deleted, was known: {}", resource.getKind(), name, gone);
        } else {
            try {
                if (team) {
                    teams.put(name, resource.getSpec().unpack(TeamSpec.class));
                } else {
                    environments.put(name, demand(resource));
                }
            } catch (InvalidProtocolBufferException e) {
                // no rights rather than those of an older version
                LOG.error("{} {} cannot be read and gives no rights", resource.getKind(), name, e);
                teams.remove(name);
                if (!team) {
                    environments.put(name, new EnvironmentDemand(name, "admin", "admin"));
                }
            }
        }
        tenants.put(resource.getMetadata().getTenant(), new TeamRights(teams, environments));
    }

    private boolean newer(Resource resource) {
        String key =
                resource.getMetadata().getTenant()
                        + "/"
                        + resource.getKind()
                        + "/"
                        + resource.getMetadata().getName();
        long version = version(resource);
        Long known = versions.get(key);
        if (known != null && version > 0 && version < known) {
            return false;
        }
        versions.put(key, version);
        return true;
    }

    private static long version(Resource resource) {
        try {
            return Long.parseLong(resource.getMetadata().getResourceVersion());
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static EnvironmentDemand demand(Resource resource)
            throws InvalidProtocolBufferException {
        EnvironmentSpec spec = resource.getSpec().unpack(EnvironmentSpec.class);
        return new EnvironmentDemand(
                resource.getMetadata().getName(),
                spec.getAccess().getApplyRole(),
                spec.getAccess().getDeleteRole());
    }
}
