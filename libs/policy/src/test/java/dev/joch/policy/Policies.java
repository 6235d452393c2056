package dev.joch.policy;

import com.google.protobuf.ByteString;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;

import dev.joch.policy.decide.Question;
import dev.joch.policy.rule.CompiledPolicy;
import dev.joch.resource.text.DecodeLimits;
import dev.joch.resource.text.Decoded;
import dev.joch.resource.text.DocumentDecoder;
import dev.joch.resource.text.Text;
import dev.joch.resource.v1alpha1.Resource;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Policies and questions as tests write them. */
public final class Policies {

    private Policies() {}

    /** A policy with these rules, in YAML. */
    public static Resource resource(String name, String rules) {
        String yaml =
                "apiVersion: joch.dev/v1alpha1\nkind: Policy\nmetadata: { name: "
                        + name
                        + ", namespace: ns }\nspec:\n  rules:\n"
                        + rules.indent(4);
        Decoded decoded =
                DocumentDecoder.decode(
                        List.of(new Text("test", ByteString.copyFromUtf8(yaml))),
                        DecodeLimits.standard());
        if (decoded.hasErrors()) {
            throw new AssertionError(decoded.diagnostics() + "\n" + yaml);
        }
        Resource.Builder resource = decoded.documents().getFirst().resource().toBuilder();
        resource.getMetadataBuilder().setGeneration(3);
        return resource.build();
    }

    public static CompiledPolicy policy(String name, String rules) {
        return CompiledPolicy.compile(resource(name, rules));
    }

    /** A policy with these rules, each in flow form. */
    public static CompiledPolicy compiled(String name, String... rules) {
        return policy(name, "- " + String.join("\n- ", rules) + "\n");
    }

    /** Facts by name and value, in turns. */
    public static Question question(Object... facts) {
        return new Question(facts(facts), Value.getDefaultInstance());
    }

    public static Question question(Value payload, Object... facts) {
        return new Question(facts(facts), payload);
    }

    public static Map<String, Value> facts(Object... facts) {
        Map<String, Value> map = new HashMap<>();
        for (int i = 0; i < facts.length; i += 2) {
            map.put((String) facts[i], value(facts[i + 1]));
        }
        return map;
    }

    public static Value value(Object plain) {
        Value.Builder value = Value.newBuilder();
        switch (plain) {
            case String text -> value.setStringValue(text);
            case Boolean truth -> value.setBoolValue(truth);
            case Number number -> value.setNumberValue(number.doubleValue());
            case Map<?, ?> map -> {
                Struct.Builder struct = Struct.newBuilder();
                map.forEach((key, inner) -> struct.putFields((String) key, value(inner)));
                value.setStructValue(struct);
            }
            case List<?> list -> {
                // an empty list is one, too
                ListValue.Builder values = ListValue.newBuilder();
                list.forEach(inner -> values.addValues(value(inner)));
                value.setListValue(values);
            }
            default -> throw new IllegalArgumentException(plain.toString());
        }
        return value.build();
    }
}
