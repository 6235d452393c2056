package dev.joch.apiserver.access;

import com.google.protobuf.Any;
import com.google.protobuf.Message;

import dev.joch.common.v1.Caller;
import dev.joch.resource.v1alpha1.EnvironmentAccess;
import dev.joch.resource.v1alpha1.EnvironmentSpec;
import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.TeamMember;
import dev.joch.resource.v1alpha1.TeamSpec;

import java.util.List;

/** Teams, environments and callers in few words. */
final class TeamFixture implements AccessRecords {

    private final RightsByTenant rights = new RightsByTenant();

    @Override
    public TeamRights of(String tenant) {
        return rights.of(tenant);
    }

    @Override
    public void learn(Resource resource, boolean deleted) {
        rights.take(resource, deleted);
    }

    /** Members as {@code user=role}. */
    static TeamSpec spec(List<String> namespaces, String... members) {
        TeamSpec.Builder spec = TeamSpec.newBuilder().addAllNamespaces(namespaces);
        for (String member : members) {
            int equals = member.lastIndexOf('=');
            spec.addMembers(
                    TeamMember.newBuilder()
                            .setUser(member.substring(0, equals))
                            .setRole(member.substring(equals + 1)));
        }
        return spec.build();
    }

    static Resource resource(String tenant, String kind, String name, long version, Message spec) {
        return Resource.newBuilder()
                .setKind(kind)
                .setMetadata(
                        ObjectMeta.newBuilder()
                                .setTenant(tenant)
                                .setName(name)
                                .setResourceVersion(Long.toString(version)))
                .setSpec(Any.pack(spec))
                .build();
    }

    static Resource team(String tenant, String name, long version, TeamSpec spec) {
        return resource(tenant, "Team", name, version, spec);
    }

    static Resource environment(
            String tenant, String name, long version, String apply, String delete) {
        EnvironmentAccess.Builder access = EnvironmentAccess.newBuilder();
        if (!apply.isEmpty()) {
            access.setApplyRole(apply);
        }
        if (!delete.isEmpty()) {
            access.setDeleteRole(delete);
        }
        return resource(
                tenant,
                "Environment",
                name,
                version,
                EnvironmentSpec.newBuilder().setAccess(access).build());
    }

    TeamFixture with(Resource resource) {
        learn(resource, false);
        return this;
    }

    static Caller person(String subject, String... groups) {
        return Caller.newBuilder()
                .setSubject(subject)
                .setTenant("acme")
                .setMethod("oidc")
                .addAllGroups(List.of(groups))
                .build();
    }

    static Caller localAdmin() {
        return Caller.newBuilder()
                .setSubject("local-admin")
                .setTenant("acme")
                .setMethod("local-admin")
                .build();
    }
}
