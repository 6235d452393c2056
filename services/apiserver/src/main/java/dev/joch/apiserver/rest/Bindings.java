package dev.joch.apiserver.rest;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.Descriptors;
import com.google.protobuf.Message;

import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Reads the paths of RPCs off the contract. */
final class Bindings {

    private Bindings() {}

    /** All bindings of these services, the closer match first. */
    static List<Binding> of(List<ServerServiceDefinition> services) {
        List<Binding> bindings = new ArrayList<>();
        for (ServerServiceDefinition service : services) {
            for (ServerMethodDefinition<?, ?> method : service.getMethods()) {
                if (method.getMethodDescriptor().getSchemaDescriptor()
                        instanceof ProtoMethodDescriptorSupplier described) {
                    add(described.getMethodDescriptor(), untyped(method), bindings);
                }
            }
        }
        bindings.sort(Comparator.comparing(Binding::path));
        return List.copyOf(bindings);
    }

    private static void add(
            Descriptors.MethodDescriptor described,
            ServerMethodDefinition<Message, Message> call,
            List<Binding> bindings) {
        if (!described.getOptions().hasExtension(AnnotationsProto.http)) {
            return;
        }
        if (!(call.getMethodDescriptor().getRequestMarshaller()
                        instanceof PrototypeMarshaller<?> marshaller)
                || !(marshaller.getMessagePrototype() instanceof Message request)) {
            throw new IllegalStateException(
                    described.getFullName() + " has no message of protobuf");
        }
        HttpRule rule = described.getOptions().getExtension(AnnotationsProto.http);
        bindings.add(binding(rule, request, call));
        for (HttpRule further : rule.getAdditionalBindingsList()) {
            bindings.add(binding(further, request, call));
        }
    }

    private static Binding binding(
            HttpRule rule, Message request, ServerMethodDefinition<Message, Message> call) {
        String verb = verb(rule);
        return new Binding(verb, PathTemplate.parse(path(rule)), rule.getBody(), request, call);
    }

    private static String verb(HttpRule rule) {
        return rule.hasCustom() ? rule.getCustom().getKind() : rule.getPatternCase().name();
    }

    private static String path(HttpRule rule) {
        return switch (rule.getPatternCase()) {
            case GET -> rule.getGet();
            case PUT -> rule.getPut();
            case POST -> rule.getPost();
            case DELETE -> rule.getDelete();
            case PATCH -> rule.getPatch();
            case CUSTOM -> rule.getCustom().getPath();
            case PATTERN_NOT_SET ->
                    throw new IllegalStateException("an RPC has an http rule without a path");
        };
    }

    @SuppressWarnings("unchecked")
    private static ServerMethodDefinition<Message, Message> untyped(
            ServerMethodDefinition<?, ?> method) {
        return (ServerMethodDefinition<Message, Message>) method;
    }
}
