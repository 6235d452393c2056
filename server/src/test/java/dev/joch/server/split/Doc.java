package dev.joch.server.split;

import com.google.protobuf.Any;

import dev.joch.resource.v1alpha1.MemorySpec;
import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.Resource;

/**
 * One document of a request: a Memory that says what it holds in its description.
 *
 * @param key namespace and name
 * @param value what it holds; written once in a run
 * @param version that must be the current one; empty for any
 */
record Doc(String key, String value, String version) {

    static final String KIND = "Memory";
    static final String PLURAL = "memories";
    private static final String API_VERSION = "memory.joch.dev/v1alpha1";

    Doc(String key, String value) {
        this(key, value, "");
    }

    static String key(String namespace, String name) {
        return namespace + "/" + name;
    }

    String namespace() {
        return namespace(key);
    }

    static String namespace(String key) {
        return key.substring(0, key.indexOf('/'));
    }

    static String name(String key) {
        return key.substring(key.indexOf('/') + 1);
    }

    String yaml() {
        return """
        apiVersion: %s
        kind: %s
        metadata:
          namespace: %s
          name: %s
          labels: {owner: load}
        %sspec:
          type: working
          description: %s
        """
                .formatted(
                        API_VERSION,
                        KIND,
                        namespace(),
                        name(key),
                        version.isEmpty() ? "" : "  resourceVersion: \"" + version + "\"\n",
                        value);
    }

    Resource resource() {
        return Resource.newBuilder()
                .setApiVersion(API_VERSION)
                .setKind(KIND)
                .setMetadata(
                        ObjectMeta.newBuilder()
                                .setNamespace(namespace())
                                .setName(name(key))
                                .putLabels("owner", "load")
                                .setResourceVersion(version))
                .setSpec(
                        Any.pack(
                                MemorySpec.newBuilder()
                                        .setType("working")
                                        .setDescription(value)
                                        .build()))
                .build();
    }
}
