package dev.joch.contract;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import build.buf.protovalidate.Validator;
import build.buf.protovalidate.ValidatorFactory;
import build.buf.protovalidate.exceptions.ValidationException;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.Value;

import dev.joch.resource.v1alpha1.Part;
import dev.joch.resource.v1alpha1.PolicyAction;
import dev.joch.resource.v1alpha1.PolicyRequirement;
import dev.joch.resource.v1alpha1.PolicyRule;
import dev.joch.resource.v1alpha1.ToolEndpoint;
import dev.joch.resource.v1alpha1.ToolSideEffects;
import dev.joch.resource.v1alpha1.ToolSpec;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.stream.Stream;

/** Constraints compile, and those between fields say what they mean. */
class ConstraintsTest {

    private static final Validator VALIDATOR = ValidatorFactory.newBuilder().build();

    @TestFactory
    Stream<DynamicTest> constraintsCompile() {
        return Contract.load()
                .messages()
                .map(DynamicMessage::getDefaultInstance)
                .map(empty -> DynamicTest.dynamicTest(name(empty), () -> compiles(empty)));
    }

    @Test
    void ruleHasOneEffect() throws ValidationException {
        PolicyRule.Builder rule =
                PolicyRule.newBuilder()
                        .putWhen("tool.name", Value.newBuilder().setStringValue("x").build());
        assertEquals(List.of("policy_rule.effect"), violated(rule.build()));
        rule.setAction(PolicyAction.newBuilder().setDeny(true));
        assertEquals(List.of(), violated(rule.build()));
        rule.setRequire(PolicyRequirement.newBuilder().setApproval("human"));
        assertEquals(List.of("policy_rule.effect"), violated(rule.build()));
    }

    @Test
    void actionDoesSomething() throws ValidationException {
        assertEquals(
                List.of("policy_action.effect"),
                violated(PolicyAction.newBuilder().setReason("because").build()));
    }

    @Test
    void restToolHasAnEndpoint() throws ValidationException {
        ToolSpec.Builder tool =
                ToolSpec.newBuilder()
                        .setType("rest")
                        .setSideEffects(ToolSideEffects.newBuilder().setLevel("read_only"));
        assertEquals(List.of("tool.rest"), violated(tool.build()));
        tool.setEndpoint(ToolEndpoint.newBuilder().setMethod("GET").setUrl("https://example.com"));
        assertEquals(List.of(), violated(tool.build()));
    }

    @Test
    void partCarriesWhatItsKindNames() throws ValidationException {
        assertEquals(
                List.of("part.body"),
                violated(Part.newBuilder().setKind("data").setText("x").build()));
        assertEquals(List.of(), violated(Part.newBuilder().setKind("text").setText("x").build()));
    }

    private static String name(Message message) {
        return message.getDescriptorForType().getFullName();
    }

    /** Validating anything compiles all constraints of its message. */
    private static void compiles(Message empty) {
        assertDoesNotThrow(() -> VALIDATOR.validate(empty));
    }

    private static List<String> violated(Message message) throws ValidationException {
        return VALIDATOR.validate(message).getViolations().stream()
                .map(violation -> violation.toProto().getRuleId())
                .toList();
    }
}
