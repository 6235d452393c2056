package dev.joch.resource.field;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.resource.v1alpha1.CompiledAgentManifestSpec;
import dev.joch.resource.v1alpha1.ManifestChild;
import dev.joch.resource.v1alpha1.ManifestMCPServer;
import dev.joch.resource.v1alpha1.ManifestPolicy;
import dev.joch.resource.v1alpha1.ManifestTool;
import dev.joch.resource.v1alpha1.Resource;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What differs between two compiled manifests: the records they are made of, by version, and the
 * fields that came of it.
 *
 * @param dependencies in order of their names
 * @param fields without those that only tell versions, which {@code dependencies} does
 */
public record ManifestDiff(List<DependencyChange> dependencies, List<FieldChange> fields) {

    private static final Set<String> VERSIONS =
            Set.of("generation", "adapterGeneration", "digest", "resolved", "compiledDigest");

    public ManifestDiff {
        dependencies = List.copyOf(dependencies);
        fields = List.copyOf(fields);
    }

    /**
     * One record that another version of is used, or that is used no more, or not yet.
     *
     * @param name {@code Kind/namespace/name}
     * @param before version, e.g. {@code g3} or {@code v3}; empty when it was not used
     * @param after version; empty when it is not used any more
     */
    public record DependencyChange(String name, String before, String after) {

        /** {@code Tool/ns/x g3 -> g4}, {@code + Tool/ns/x g1} or {@code - Tool/ns/x g1}. */
        public String text() {
            if (before.isEmpty()) {
                return "+ " + name + " " + after;
            }
            return after.isEmpty()
                    ? "- " + name + " " + before
                    : "  " + name + " " + before + " -> " + after;
        }
    }

    public boolean isEmpty() {
        return dependencies.isEmpty() && fields.isEmpty();
    }

    /** Null stands for a manifest that does not exist. */
    public static ManifestDiff between(@Nullable Resource before, @Nullable Resource after) {
        Map<String, String> old = versions(before);
        Map<String, String> fresh = versions(after);
        Set<String> names = new TreeSet<>(old.keySet());
        names.addAll(fresh.keySet());
        List<DependencyChange> dependencies = new ArrayList<>();
        for (String name : names) {
            String was = old.getOrDefault(name, "");
            String is = fresh.getOrDefault(name, "");
            if (!was.equals(is)) {
                dependencies.add(new DependencyChange(name, was, is));
            }
        }
        List<FieldChange> fields =
                ResourceDiff.between(before, after).stream()
                        .filter(change -> tells(change.path().toString()))
                        .toList();
        return new ManifestDiff(dependencies, fields);
    }

    private static boolean tells(String path) {
        String last = path.substring(path.lastIndexOf('.') + 1).replaceAll("\\[.*", "");
        return path.startsWith("spec.") && !VERSIONS.contains(last);
    }

    private static Map<String, String> versions(@Nullable Resource manifest) {
        Map<String, String> versions = new TreeMap<>();
        if (manifest == null) {
            return versions;
        }
        CompiledAgentManifestSpec spec = spec(manifest);
        put(
                versions,
                "FrameworkAdapter/" + spec.getFramework().getAdapter(),
                spec.getFramework().getAdapterGeneration());
        if (spec.getModelRoute().hasName()) {
            put(
                    versions,
                    "ModelRoute/"
                            + spec.getModelRoute().getNamespace()
                            + "/"
                            + spec.getModelRoute().getName(),
                    spec.getModelRoute().getGeneration());
        }
        for (ManifestTool tool : spec.getToolsList()) {
            put(
                    versions,
                    "Tool/" + tool.getNamespace() + "/" + tool.getName(),
                    tool.getGeneration());
        }
        for (ManifestMCPServer server : spec.getMcpServersList()) {
            put(
                    versions,
                    "MCPServer/" + server.getNamespace() + "/" + server.getName(),
                    server.getGeneration());
        }
        for (ManifestChild child : spec.getChildrenList()) {
            put(
                    versions,
                    "Agent/" + child.getNamespace() + "/" + child.getName(),
                    child.getGeneration());
        }
        for (ManifestPolicy policy : spec.getPolicies().getEffectiveList()) {
            versions.put(
                    "Policy/" + policy.getNamespace() + "/" + policy.getName(),
                    "v" + policy.getGeneration());
        }
        return versions;
    }

    private static void put(Map<String, String> versions, String name, long generation) {
        versions.put(name, "g" + generation);
    }

    private static CompiledAgentManifestSpec spec(Resource manifest) {
        try {
            return manifest.getSpec().unpack(CompiledAgentManifestSpec.class);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("this is no compiled manifest", e);
        }
    }
}
