package dev.joch.resource.schema;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One way to call an RPC over HTTP.
 *
 * @param method the RPC
 * @param number 0 for the main way, then 1, 2, ... for the additional ones
 * @param verb lower case, e.g. {@code get}
 * @param path template, e.g. {@code /v1/{kind}/{name}}
 * @param body field that the body holds; {@code *} for all that is not in the path; empty for none
 */
record HttpBinding(MethodDescriptor method, int number, String verb, String path, String body) {

    /** All ways of an RPC; none for one that has no annotation. */
    static List<HttpBinding> of(MethodDescriptor method) {
        if (!method.getOptions().hasExtension(AnnotationsProto.http)) {
            return List.of();
        }
        HttpRule rule = method.getOptions().getExtension(AnnotationsProto.http);
        List<HttpBinding> bindings = new ArrayList<>();
        bindings.add(of(method, 0, rule));
        for (HttpRule additional : rule.getAdditionalBindingsList()) {
            bindings.add(of(method, bindings.size(), additional));
        }
        return bindings;
    }

    private static HttpBinding of(MethodDescriptor method, int number, HttpRule rule) {
        String body = rule.getBody();
        return switch (rule.getPatternCase()) {
            case GET -> new HttpBinding(method, number, "get", rule.getGet(), body);
            case PUT -> new HttpBinding(method, number, "put", rule.getPut(), body);
            case POST -> new HttpBinding(method, number, "post", rule.getPost(), body);
            case DELETE -> new HttpBinding(method, number, "delete", rule.getDelete(), body);
            case PATCH -> new HttpBinding(method, number, "patch", rule.getPatch(), body);
            case CUSTOM ->
                    new HttpBinding(
                            method,
                            number,
                            rule.getCustom().getKind(),
                            rule.getCustom().getPath(),
                            body);
            case PATTERN_NOT_SET ->
                    throw new IllegalStateException(
                            method.getFullName() + " has an empty HTTP rule");
        };
    }

    /** Whether OpenAPI has a word for the verb. */
    boolean standard() {
        return verb.equals(verb.toLowerCase(Locale.ROOT));
    }

    boolean inPath(FieldDescriptor field) {
        return path.contains("{" + field.getName() + "}");
    }

    boolean inBody(FieldDescriptor field) {
        return !inPath(field) && (body.equals("*") || body.equals(field.getName()));
    }

    /** The RPC as a name in a program, e.g. {@code getResource}. */
    String rpcId() {
        String name = method.getName();
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    /** Unique over the document: the RPC, and the number of the way where there are several. */
    String operationId() {
        return number == 0 ? rpcId() : rpcId() + (number + 1);
    }
}
