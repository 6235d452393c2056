package dev.joch.resource.kind;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;

import dev.joch.resource.v1alpha1.Resource;

import java.util.List;
import java.util.Locale;

/**
 * One kind of resource, as its message in the contract describes it.
 *
 * @param kind name, unique over all groups, e.g. {@code Agent}
 * @param group API group it is stored and printed under
 * @param version version inside the group
 * @param plural word in REST paths and on the command line
 * @param shortNames shorter words the command line accepts
 * @param scope whether it lives in a namespace
 * @param columns further columns of a table
 * @param internal written by Joch only
 * @param crdPlural plural of its CRD; the same as {@code plural} unless that collides on Kubernetes
 * @param spec message of {@code spec}
 * @param status message of {@code status}
 */
public record Kind(
        String kind,
        String group,
        String version,
        String plural,
        List<String> shortNames,
        Scope scope,
        List<Column> columns,
        boolean internal,
        String crdPlural,
        MessageType spec,
        MessageType status) {

    /** Where names of a kind are unique. */
    public enum Scope {
        NAMESPACED,
        CLUSTER
    }

    public Kind {
        if (kind.isEmpty() || group.isEmpty() || version.isEmpty() || plural.isEmpty()) {
            throw new IllegalArgumentException(
                    spec.fullName() + " lacks kind, group, version or plural");
        }
        shortNames = List.copyOf(shortNames);
        columns = List.copyOf(columns);
    }

    public String apiVersion() {
        return group + "/" + version;
    }

    /** The kind as a word of the command line, e.g. {@code modelroute}. */
    public String singular() {
        return kind.toLowerCase(Locale.ROOT);
    }

    public boolean namespaced() {
        return scope == Scope.NAMESPACED;
    }

    public Descriptor specDescriptor() {
        return spec.descriptor();
    }

    public Descriptor statusDescriptor() {
        return status.descriptor();
    }

    /** The typed spec of a resource of this kind; an absent one is the empty message. */
    public Message specOf(Resource resource) throws InvalidProtocolBufferException {
        return spec.unpack(resource.getSpec());
    }

    /** The typed status of a resource of this kind; an absent one is the empty message. */
    public Message statusOf(Resource resource) throws InvalidProtocolBufferException {
        return status.unpack(resource.getStatus());
    }

    /** An empty resource of this kind with its {@code apiVersion} filled in. */
    public Resource.Builder newResource() {
        return Resource.newBuilder().setApiVersion(apiVersion()).setKind(kind);
    }
}
