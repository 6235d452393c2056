package dev.joch.apiserver.grpc;

import build.buf.validate.FieldRules;
import build.buf.validate.ValidateProto;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;

import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Checks the limits that the contract puts on the fields of a request: lengths, ranges, choices,
 * presence. Only the request itself; what lies inside of resources is admission's, which has the
 * full language of constraints and the time for it.
 */
final class RequestShape {

    private record Checked(FieldDescriptor field, FieldRules rules) {}

    private final Map<Descriptor, List<Checked>> checked = new ConcurrentHashMap<>();

    void check(Message request) {
        for (Checked check :
                checked.computeIfAbsent(request.getDescriptorForType(), RequestShape::read)) {
            String fault = fault(check, request);
            if (fault != null) {
                throw new ProblemException(
                        new ServiceProblem.InvalidRequest(check.field().getJsonName(), fault));
            }
        }
    }

    private static List<Checked> read(Descriptor type) {
        return type.getFields().stream()
                .filter(field -> field.getOptions().hasExtension(ValidateProto.field))
                .map(field ->
                        new Checked(field, field.getOptions().getExtension(ValidateProto.field)))
                .toList();
    }

    private static @Nullable String fault(Checked check, Message request) {
        FieldDescriptor field = check.field();
        FieldRules rules = check.rules();
        if (field.isRepeated()) {
            return null;
        }
        if (rules.getRequired() && field.hasPresence() && !request.hasField(field)) {
            return "is required";
        }
        return switch (request.getField(field)) {
            case String text -> textFault(rules, text);
            case Integer number -> numberFault(rules, number);
            case Long number -> numberFault(rules, number);
            case ByteString bytes
                    when rules.getBytes().hasMaxLen()
                            && bytes.size() > rules.getBytes().getMaxLen() ->
                    "has more than " + rules.getBytes().getMaxLen() + " bytes";
            default -> null;
        };
    }

    private static @Nullable String textFault(FieldRules rules, String text) {
        var limits = rules.getString();
        int length = text.codePointCount(0, text.length());
        if (limits.hasMinLen() && length < limits.getMinLen()) {
            return "is required";
        }
        if (limits.hasMaxLen() && length > limits.getMaxLen()) {
            return "has more than " + limits.getMaxLen() + " characters";
        }
        if (limits.getInCount() > 0 && !limits.getInList().contains(text)) {
            return "must be one of "
                    + String.join(
                            ", ",
                            limits.getInList().stream().filter(word -> !word.isEmpty()).toList());
        }
        return null;
    }

    private static @Nullable String numberFault(FieldRules rules, long number) {
        var limits = rules.getInt64();
        if (limits.hasGt() && number <= limits.getGt()) {
            return "must be more than " + limits.getGt();
        }
        return limits.hasGte() && number < limits.getGte()
                ? "must be at least " + limits.getGte()
                : null;
    }

    private static @Nullable String numberFault(FieldRules rules, int number) {
        var limits = rules.getInt32();
        boolean low = limits.hasGte() && number < limits.getGte();
        boolean high = limits.hasLte() && number > limits.getLte();
        return low || high ? "must be from " + limits.getGte() + " to " + limits.getLte() : null;
    }
}
