package dev.joch.policy.export;

import dev.joch.policy.rule.CompiledRule;

/** Where in a policy something stands. */
final class Fields {

    private Fields() {}

    static String rule(CompiledRule rule) {
        return "spec.rules[" + rule.position() + "]";
    }

    static String condition(CompiledRule rule) {
        if (rule.source().hasExpression()) {
            return rule(rule) + ".expression";
        }
        return rule.source().getWhenCount() > 0 ? rule(rule) + ".when" : rule(rule);
    }

    static String effect(CompiledRule rule) {
        return rule(rule) + (rule.source().hasRequire() ? ".require" : ".action");
    }
}
