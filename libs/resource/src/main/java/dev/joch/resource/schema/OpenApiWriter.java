package dev.joch.resource.schema;

import static dev.joch.resource.schema.ApiParts.ordered;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;

import dev.joch.common.v1.Diagnostic;
import dev.joch.resource.kind.Kind;
import dev.joch.resource.kind.Kinds;
import dev.joch.resource.v1alpha1.Resource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes the OpenAPI 3.1 document of the edge: its services by their HTTP annotations, every kind
 * by its name, and what the API promises for later. It is made from {@code joch.desc} when somebody
 * asks; who serves it keeps the text.
 */
public final class OpenApiWriter {
    private static final String VERSION = "3.1.0";

    private final ApiServices api = ApiServices.read();
    private final MessageSchemas schemas = new MessageSchemas(Dialect.OPENAPI, api.comments());
    private final Map<String, Map<String, Object>> paths = new TreeMap<>();
    private final Map<String, Object> components = new TreeMap<>();

    private OpenApiWriter() {}

    /** The document as JSON. */
    public static String json() {
        return Documents.json(tree());
    }

    static Map<String, Object> tree() {
        return new OpenApiWriter().write();
    }

    private Map<String, Object> write() {
        for (ServiceDescriptor service : api.services()) {
            for (MethodDescriptor method : service.getMethods()) {
                HttpBinding.of(method).stream()
                        .filter(HttpBinding::standard)
                        .forEach(this::addForAnyKind);
            }
        }
        Kinds.all().stream().filter(kind -> !kind.internal()).forEach(this::addKind);
        for (ServiceDescriptor service : api.services()) {
            for (MethodDescriptor method : service.getMethods()) {
                HttpBinding.of(method).stream()
                        .filter(binding -> !binding.standard())
                        .forEach(this::addOtherVerb);
            }
        }
        PlannedPaths.addTo(paths);
        return document();
    }

    private void addForAnyKind(HttpBinding binding) {
        add(
                binding.path(),
                binding.verb(),
                new ApiOperation(binding, null, schemas, api.comments()).write());
    }

    private void addKind(Kind kind) {
        Map<String, Object> envelope = JsonSchemaWriter.envelope(kind, schemas, api.comments());
        components.put(kind.kind(), envelope);
        components.put(kind.kind() + "List", ApiParts.page(kind.kind()));
        for (ServiceDescriptor service : api.services()) {
            for (MethodDescriptor method : service.getMethods()) {
                HttpBinding.of(method).stream()
                        .filter(binding -> isOf(kind, binding))
                        .forEach(binding -> addForKind(kind, binding));
            }
        }
    }

    /**
     * What people do with a kind has a path of its own; its status, history and referrers are found
     * under any kind.
     */
    private static boolean isOf(Kind kind, HttpBinding binding) {
        boolean plain =
                binding.path().endsWith("/{kind}") || binding.path().endsWith("/{kind}/{name}");
        boolean inNamespace = binding.path().contains("{namespace}");
        boolean list = binding.path().endsWith("/{kind}");
        return plain && (kind.namespaced() ? inNamespace || list : !inNamespace);
    }

    private void addForKind(Kind kind, HttpBinding binding) {
        add(
                binding.path().replace("{kind}", kind.plural()),
                binding.verb(),
                new ApiOperation(binding, kind, schemas, api.comments()).write());
    }

    /**
     * OpenAPI knows no such verb: it is described beside the GET that does the same with {@code
     * watch=true}.
     */
    private void addOtherVerb(HttpBinding binding) {
        Map<String, Object> operation =
                new ApiOperation(binding, null, schemas, api.comments()).write();
        Map<String, Object> path =
                paths.computeIfAbsent(binding.path(), absent -> new LinkedHashMap<>());
        path.put("x-methods", ordered(binding.verb(), operation));
        if (!path.containsKey("get")) {
            return;
        }
        Map<String, Object> get = ApiParts.inside(path, "get");
        List<Object> parameters = ApiParts.parametersOf(get);
        parameters.addFirst(
                ApiParts.parameter(
                        binding.verb().toLowerCase(Locale.ROOT),
                        "query",
                        "Answer as the method %s does: a stream instead of a page."
                                .formatted(binding.verb()),
                        Map.of("type", "boolean")));
        for (Object parameter : ApiParts.parametersOf(operation)) {
            if (parameters.stream()
                    .noneMatch(present -> nameOf(present).equals(nameOf(parameter)))) {
                parameters.add(parameter);
            }
        }
        get.put("parameters", parameters);
        get.put("description", api.comments().about(binding.method()));
        ApiParts.inside(get, "responses", "200", "content")
                .putAll(ApiParts.inside(operation, "responses", "200", "content"));
    }

    private static String nameOf(Object parameter) {
        return parameter instanceof Map<?, ?> map ? String.valueOf(map.get("name")) : "";
    }

    private void add(String path, String verb, Map<String, Object> operation) {
        Map<String, Object> verbs = paths.computeIfAbsent(path, absent -> new LinkedHashMap<>());
        if (verbs.put(verb, operation) != null) {
            throw new IllegalStateException("two operations answer " + verb + " " + path);
        }
    }

    private Map<String, Object> document() {
        addShared();
        Map<String, Object> security =
                ordered(
                        "bearer",
                        ordered(
                                "type", "http",
                                "scheme", "bearer",
                                "description",
                                        "OIDC id token, service account or workload token."));
        return ordered(
                "openapi", VERSION,
                "info",
                        ordered(
                                "title", "Joch",
                                "version", "v1",
                                "description", "The control plane for fleets of AI agents."),
                "servers", List.of(Map.of("url", "/")),
                "security", List.of(Map.of("bearer", List.of())),
                "paths", paths,
                "components",
                        ordered(
                                "schemas",
                                components,
                                "parameters",
                                parameters(),
                                "responses",
                                responses(),
                                "securitySchemes",
                                security));
    }

    private void addShared() {
        components.put("Problem", ApiParts.problem());
        components.put("ResourceList", ApiParts.page("Resource"));
        components.put("JsonPatch", jsonPatch());
        schemas.message(Resource.getDescriptor());
        schemas.message(Diagnostic.getDescriptor());
        schemas.shared()
                .forEach((name, schema) -> {
                    if (components.put(name, schema) != null) {
                        throw new IllegalStateException("two schemas are called " + name);
                    }
                });
    }

    private static Map<String, Object> jsonPatch() {
        List<String> ops = List.of("add", "remove", "replace", "move", "copy", "test");
        Map<String, Object> operation =
                ApiParts.object(
                        ordered(
                                "op", ordered("type", "string", "enum", ops),
                                "path", ApiParts.text("JSON Pointer."),
                                "from", ApiParts.text("JSON Pointer."),
                                "value", Map.of()),
                        List.of("op", "path"));
        return ordered("description", "RFC 6902.", "type", "array", "items", operation);
    }

    private static Map<String, Object> parameters() {
        Map<String, Object> key =
                ApiParts.parameter(
                        "Idempotency-Key",
                        "header",
                        "Repeating a request with the same key within 24 hours returns the first answer.",
                        ordered("type", "string", "maxLength", 255));
        return ordered("IdempotencyKey", key);
    }

    private static Map<String, Object> responses() {
        Map<String, Object> problem =
                ApiParts.content("application/problem+json", ApiParts.reference("Problem"));
        return ordered(
                "Problem", ApiParts.answer("Refused, with the reason and the next step.", problem),
                "NotYet", ApiParts.answer("The service behind this path comes later.", problem));
    }
}
