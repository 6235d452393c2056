package dev.joch.worker.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.joch.resource.text.MessageJson;
import dev.joch.resource.v1alpha1.CompiledAgentManifestSpec;
import dev.joch.resource.v1alpha1.ManifestAgent;
import dev.joch.resource.v1alpha1.Part;
import dev.joch.scheduler.v1.Run;

import java.util.stream.Collectors;

/** What a program is given to read. Pure. */
final class InputDocument {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Grows when a reader of the former one would misunderstand it. */
    private static final String VERSION = "joch.dev/agent/v1";

    private InputDocument() {}

    static byte[] of(Run run, CompiledAgentManifestSpec manifest) {
        ObjectNode document = MAPPER.createObjectNode();
        document.put("apiVersion", VERSION);
        ObjectNode execution = document.putObject("execution");
        execution.put("tenant", run.getExecution().getTenant());
        execution.put("namespace", run.getExecution().getNamespace());
        execution.put("name", run.getExecution().getName());
        execution.put("uid", run.getUid());
        execution.put("attempt", run.getAttempt());
        execution.put("maxAttempts", run.getMaxAttempts());
        ManifestAgent agent = manifest.getAgent();
        ObjectNode described = document.putObject("agent");
        described.put("name", agent.getName());
        described.put("namespace", agent.getNamespace());
        described.put("generation", agent.getGeneration());
        described.put("environment", agent.getEnvironment());
        ObjectNode input = document.putObject("input");
        ArrayNode content = input.putArray("content");
        for (Part part : run.getInputList()) {
            content.add(MessageJson.toTree(part));
        }
        input.put(
                "text",
                run.getInputList().stream()
                        .filter(part -> part.getKind().equals("text"))
                        .map(Part::getText)
                        .collect(Collectors.joining("\n")));
        try {
            return MAPPER.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }
}
