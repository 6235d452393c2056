package dev.joch.policyengine.ask;

import static dev.joch.policyengine.ask.KnownContext.text;

import com.google.protobuf.Value;

import dev.joch.policy.fact.Facts;
import dev.joch.policy.v1.EvaluateRequest;
import dev.joch.policyengine.copy.Copies;
import dev.joch.policyengine.fact.Values;
import dev.joch.resource.field.ResourceKeys;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the records say of the tool, the server and the model that a question names. A caller can
 * make a call look graver than the record of its tool says, never more harmless.
 */
final class KnownTargets {

    private final EvaluateRequest request;
    private final Copies copies;
    private final Map<String, Value> facts;

    private KnownTargets(EvaluateRequest request, Copies copies) {
        this.request = request;
        this.copies = copies;
        this.facts = new HashMap<>(request.getFactsMap());
    }

    /** The facts of the question with those of the records in their place. */
    static Map<String, Value> facts(EvaluateRequest request, Copies copies) {
        KnownTargets known = new KnownTargets(request, copies);
        known.tool();
        known.server();
        known.model();
        return known.facts;
    }

    private void tool() {
        String said = text(facts, "tool.sideEffect");
        find("Tool", text(facts, "tool.namespace"), text(facts, "tool.name"))
                .ifPresent(tool -> {
                    facts.putAll(tool);
                    facts.put(
                            "tool.sideEffect",
                            Values.text(graver(text(tool, "tool.sideEffect"), said)));
                });
    }

    private static String graver(String recorded, String said) {
        return Facts.SIDE_EFFECTS.indexOf(said) > Facts.SIDE_EFFECTS.indexOf(recorded)
                ? said
                : recorded;
    }

    private void server() {
        find("MCPServer", "", text(facts, "mcpServer.name")).ifPresent(facts::putAll);
    }

    private void model() {
        String provider = text(facts, Facts.MODEL_PROVIDER);
        String name = text(facts, "model.name");
        if (provider.isEmpty() || name.isEmpty()) {
            return;
        }
        find("Model", "", name)
                .filter(model -> text(model, Facts.MODEL_PROVIDER).equals(provider))
                .ifPresentOrElse(
                        facts::putAll, () -> facts.put(Facts.MODEL_KNOWN, Values.truth(false)));
    }

    private Optional<Map<String, Value>> find(String kind, String namespace, String name) {
        return ResourceKeys.candidates(
                        request.getTenant(), request.getNamespace(), kind, namespace, name)
                .stream()
                .flatMap(place -> copies.facts(place).stream())
                .findFirst();
    }
}
