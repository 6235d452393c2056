package dev.joch.policyengine.judge;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;

import dev.joch.policy.fact.Facts;
import dev.joch.policyengine.copy.AgentView;
import dev.joch.resource.field.ModelLists;
import dev.joch.resource.v1alpha1.EnvironmentSpec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Facts that the engine knows without being told. They win over what a caller says of them. */
public final class KnownContext {

    private KnownContext() {}

    /** All facts of a question. */
    public static Map<String, Value> facts(AgentView view, String hook, Map<String, Value> given) {
        Map<String, Value> facts = new HashMap<>(given);
        facts.put("agent.name", text(view.agent().getName()));
        facts.put("agent.namespace", text(view.agent().getNamespace()));
        facts.put("agent.labels", labels(view.labels()));
        facts.put("agent.teams", words(view.teams()));
        facts.put("environment", text(view.environment()));
        // what nobody has described is not known, whatever a caller says of it
        facts.remove("environment.region");
        view.environmentSpec()
                .map(EnvironmentSpec::getRegion)
                .filter(region -> !region.isEmpty())
                .ifPresent(region -> facts.put("environment.region", text(region)));
        if (!hook.isEmpty()) {
            facts.put("hook.method", text(hook));
        }
        String provider = facts.getOrDefault("model.provider", text("")).getStringValue();
        if (!provider.isEmpty()) {
            String name = facts.getOrDefault("model.name", text("")).getStringValue();
            facts.put(
                    Facts.MODEL_ALLOWLISTED,
                    truth(allowed(view.environmentSpec(), provider + ":" + name)));
        }
        return facts;
    }

    private static boolean allowed(Optional<EnvironmentSpec> environment, String model) {
        return environment.isEmpty()
                || ModelLists.refusal(environment.get().getModels(), model).isEmpty();
    }

    public static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    public static Value truth(boolean truth) {
        return Value.newBuilder().setBoolValue(truth).build();
    }

    public static Value words(List<String> words) {
        ListValue.Builder list = ListValue.newBuilder();
        words.forEach(word -> list.addValues(text(word)));
        return Value.newBuilder().setListValue(list).build();
    }

    private static Value labels(Map<String, String> labels) {
        Struct.Builder struct = Struct.newBuilder();
        labels.forEach((name, value) -> struct.putFields(name, text(value)));
        return Value.newBuilder().setStructValue(struct).build();
    }
}
