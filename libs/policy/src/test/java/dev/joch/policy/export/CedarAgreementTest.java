package dev.joch.policy.export;

import static dev.joch.policy.Policies.compiled;
import static dev.joch.policy.Policies.facts;

import static org.assertj.core.api.Assertions.assertThat;

import com.cedarpolicy.BasicAuthorizationEngine;
import com.cedarpolicy.model.AuthorizationRequest;
import com.cedarpolicy.model.AuthorizationResponse;
import com.cedarpolicy.model.entity.Entities;
import com.cedarpolicy.value.CedarList;
import com.cedarpolicy.value.CedarMap;
import com.cedarpolicy.value.Decimal;
import com.cedarpolicy.value.EntityTypeName;
import com.cedarpolicy.value.EntityUID;
import com.cedarpolicy.value.PrimBool;
import com.cedarpolicy.value.PrimLong;
import com.cedarpolicy.value.PrimString;
import com.google.protobuf.Value;

import dev.joch.policy.decide.PolicySet;
import dev.joch.policy.decide.Question;
import dev.joch.policy.fact.FactType;
import dev.joch.policy.fact.Facts;
import dev.joch.policy.rule.CompiledPolicy;
import dev.joch.policy.v1.Decision;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The same questions, decided here and by Cedar itself. */
final class CedarAgreementTest {

    private static final List<Map<String, Value>> QUESTIONS =
            List.of(
                    facts(),
                    facts("tool.name", "a"),
                    facts("tool.name", "b", "cost.runUsd", 5),
                    facts("tool.name", "c", "cost.runUsd", 5.5, "tool.sideEffect", "financial"),
                    facts("agent.labels", Map.of()),
                    facts("agent.labels", Map.of("env", "prod"), "tool.name", "a"),
                    facts("agent.labels", Map.of("env", "test", "tier", "gold")),
                    facts("agent.labels", Map.of("tier", "tin"), "tool.name", "z"),
                    facts("mcpServer.pinned", true, "mcpServer.trustScore", 0.7),
                    facts("mcpServer.pinned", false, "mcpServer.trustScore", 0.75),
                    facts("data.contains", List.of("emails", "pii"), "tool.name", "a"),
                    facts("data.contains", List.of(), "switch.warnings", 2),
                    facts("switch.warnings", 3, "cost.runUsd", -1),
                    facts("tool.args", Map.of("to", Map.of("city", "Rome"), "x", "y")),
                    facts("tool.args", Map.of("to", Map.of()), "tool.name", "b"),
                    facts("tool.args", Map.of("x", "z"), "model.allowlisted", false),
                    facts("model.allowlisted", true, "model.provider", "openai"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "when: {tool.name: a}",
                "when: {tool.name: '!=a'}",
                "when: {tool.name: [a, b], cost.runUsd: '>=5'}",
                "when: {cost.runUsd: ['<0', 5]}",
                "when: {agent.labels.env: prod}",
                "when: {agent.labels.env: '!=prod'}",
                "when: {mcpServer.pinned: true}",
                "when: {mcpServer.trustScore: '<0.75'}",
                "when: {data.contains: pii}",
                "when: {data.contains: '!=pii'}",
                "when: {switch.warnings: '>2'}",
                "when: {tool.args.to.city: Rome}",
                "when: {tool.args.x: [y, z]}",
                "when: {model.provider: not-allowlisted}",
                "expression: \"agent.labels.env == 'prod'\"",
                "expression: \"!(agent.labels.env == 'prod')\"",
                "expression: \"!(tool.name == 'a' || agent.labels.tier == 'gold')\"",
                "expression: \"!(tool.name in ['a', 'b'] && mcpServer.pinned)\"",
                "expression: \"tool.name == 'a' || cost.runUsd > 5 || 'pii' in data.contains\"",
                "expression: \"has(agent.labels.tier) && agent.labels.tier != 'gold'\"",
                "expression: \"!has(agent.labels.tier) || !(agent.labels.tier == 'gold')\"",
                "expression: \"!('pii' in data.contains) && !(tool.name == 'b')\"",
                "expression: 'true'",
                "expression: 'false || switch.warnings <= 2'"
            })
    void bothDecideAlike(String condition) throws Exception {
        CompiledPolicy policy = compiled("p", "{" + condition + ", action: {deny: true}}");
        assertThat(policy.findings()).isEmpty();
        String text = Target.CEDAR.translate(policy).text();
        PolicySet here = PolicySet.of(List.of(policy));
        com.cedarpolicy.model.policy.PolicySet there =
                com.cedarpolicy.model.policy.PolicySet.parsePolicies(text);

        for (Map<String, Value> facts : QUESTIONS) {
            Decision decision =
                    here.decide(new Question(facts, Value.getDefaultInstance()), rule -> false)
                            .decision();
            AuthorizationResponse answer =
                    new BasicAuthorizationEngine()
                            .isAuthorized(request(facts), there, new Entities());
            assertThat(answer.success.orElseThrow().getErrors()).as(text).isEmpty();
            assertThat(answer.success.orElseThrow().isAllowed())
                    .as("%s%n%s", facts.keySet(), text)
                    .isEqualTo(decision == Decision.DECISION_ALLOW);
        }
    }

    private static AuthorizationRequest request(Map<String, Value> facts) {
        EntityTypeName type = EntityTypeName.parse("Agent").orElseThrow();
        EntityUID agent = new EntityUID(type, "a");
        Map<String, com.cedarpolicy.value.Value> context = new HashMap<>();
        facts.forEach((name, value) ->
                context.put(name, cedar(value, Facts.named(name).orElseThrow().type())));
        return new AuthorizationRequest(agent, agent, agent, context);
    }

    private static com.cedarpolicy.value.Value cedar(Value value, FactType type) {
        return switch (value.getKindCase()) {
            case STRING_VALUE -> new PrimString(value.getStringValue());
            case BOOL_VALUE -> new PrimBool(value.getBoolValue());
            case NUMBER_VALUE ->
                    type == FactType.COUNT
                            ? new PrimLong((long) value.getNumberValue())
                            : new Decimal(Double.toString(value.getNumberValue()));
            case LIST_VALUE -> {
                CedarList list = new CedarList();
                value.getListValue().getValuesList().forEach(one -> list.add(cedar(one, type)));
                yield list;
            }
            case STRUCT_VALUE -> {
                CedarMap map = new CedarMap();
                value.getStructValue()
                        .getFieldsMap()
                        .forEach((key, one) -> map.put(key, cedar(one, type)));
                yield map;
            }
            case NULL_VALUE, KIND_NOT_SET -> throw new IllegalArgumentException("no fact");
        };
    }
}
