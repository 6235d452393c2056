package dev.joch.server.loop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.joch.server.split.PatientApi;

import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the test asks of a Joch, over REST, as often as it takes. */
final class FleetApi implements AutoCloseable {

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

    private final PatientApi api;

    FleetApi(String address, String token) {
        this.api = new PatientApi(address, token);
    }

    /** Applies until it is acknowledged; repeating it changes nothing more. */
    void apply(String documents) {
        api.apply(documents);
    }

    /** Starts a run that must be taken. */
    void execute(String namespace, String execution) {
        api.postOnce("/v1/namespaces/" + namespace + "/executions", execution);
    }

    void delete(String path) {
        api.delete(path);
    }

    JsonNode get(String path) {
        return api.get(path);
    }

    /** Every resource. */
    List<JsonNode> resources() {
        return api.pages("/v1/resources");
    }

    /**
     * Spec of the newest manifest of every agent, as text in one form, by {@code namespace/name}.
     */
    SortedMap<String, String> manifests() {
        SortedMap<String, String> all = new TreeMap<>();
        for (int i = 0; i < Fleet.NAMESPACES; i++) {
            String namespace = Fleet.namespace(i);
            for (JsonNode manifest : api.pages("/v1/namespaces/" + namespace + "/manifests")) {
                all.put(
                        namespace + "/" + manifest.path("metadata").path("name").asText(),
                        text(manifest.path("spec")));
            }
        }
        return all;
    }

    /** Agents that have a bill of materials, by {@code namespace/name}, with its generation. */
    SortedMap<String, Long> bills() {
        SortedMap<String, Long> all = new TreeMap<>();
        for (JsonNode record : api.pages("/v1/agboms")) {
            all.put(
                    record.path("metadata").path("namespace").asText()
                            + "/"
                            + record.path("spec").path("agentRef").path("name").asText(),
                    record.path("status").path("generation").asLong());
        }
        return all;
    }

    /** Members in order, so that equal values have equal texts. */
    private static String text(JsonNode node) {
        try {
            Object tree = JSON.treeToValue(node, Object.class);
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The digest that a manifest has in itself. */
    static String digest(String manifest) {
        try {
            return JSON.readTree(manifest).path("digest").asText();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the status of a resource lacks of having seen its newest spec; empty when nothing. */
    static String unseen(JsonNode resource) {
        long generation = resource.path("metadata").path("generation").asLong();
        long observed = resource.path("status").path("observedGeneration").asLong();
        return observed == generation
                ? ""
                : resource.path("kind").asText()
                        + "/"
                        + resource.path("metadata").path("name").asText()
                        + " is at "
                        + generation
                        + ", its status at "
                        + observed;
    }

    @Override
    public void close() {
        api.close();
    }
}
