package dev.joch.policyengine.ask;

import com.google.protobuf.Value;

import dev.joch.policy.fact.Facts;
import dev.joch.policyengine.copy.AgentView;
import dev.joch.policyengine.fact.Values;
import dev.joch.resource.field.ModelLists;
import dev.joch.resource.v1alpha1.EnvironmentSpec;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Facts about agent and environment. They win over what a caller says of them. */
public final class KnownContext {

    private KnownContext() {}

    /** All facts of a question. */
    public static Map<String, Value> facts(AgentView view, String hook, Map<String, Value> given) {
        Map<String, Value> facts = new HashMap<>(given);
        facts.put("agent.name", Values.text(view.agent().getName()));
        facts.put("agent.namespace", Values.text(view.agent().getNamespace()));
        facts.put("agent.labels", Values.labels(view.labels()));
        facts.put("agent.teams", Values.words(view.teams()));
        facts.put("environment", Values.text(view.environment()));
        // what nobody has described is not known, whatever a caller says of it
        facts.remove("environment.region");
        view.environmentSpec()
                .map(EnvironmentSpec::getRegion)
                .filter(region -> !region.isEmpty())
                .ifPresent(region -> facts.put("environment.region", Values.text(region)));
        if (!hook.isEmpty()) {
            facts.put(Facts.HOOK_METHOD, Values.text(hook));
        }
        String provider = text(facts, Facts.MODEL_PROVIDER);
        if (!provider.isEmpty()) {
            String model = provider + ":" + text(facts, "model.name");
            facts.put(
                    Facts.MODEL_ALLOWLISTED, Values.truth(allowed(view.environmentSpec(), model)));
        }
        return facts;
    }

    private static boolean allowed(Optional<EnvironmentSpec> environment, String model) {
        return environment.isEmpty()
                || ModelLists.refusal(environment.get().getModels(), model).isEmpty();
    }

    static String text(Map<String, Value> facts, String name) {
        Value value = facts.get(name);
        return value == null ? "" : value.getStringValue();
    }
}
