package dev.joch.compiler;

import dev.joch.compiler.compile.CompilerView;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.text.DecodeLimits;
import dev.joch.resource.text.Decoded;
import dev.joch.resource.text.DecodedDocument;
import dev.joch.resource.text.DocumentDecoder;
import dev.joch.resource.text.Text;
import dev.joch.resource.v1alpha1.Resource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Records as tests write them, of tenant {@code acme}. */
public final class Shelves {

    public static final String TENANT = "acme";

    private static final Path FOLDER = Path.of("src/test/resources");

    private Shelves() {}

    public static String file(String name) {
        try {
            return Files.readString(FOLDER.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static List<Resource> resources(String yaml) {
        Decoded decoded =
                DocumentDecoder.decode(
                        List.of(Text.of("test.yaml", yaml.getBytes(StandardCharsets.UTF_8))),
                        DecodeLimits.standard());
        if (decoded.hasErrors()) {
            throw new AssertionError(decoded.diagnostics());
        }
        List<Resource> resources = new ArrayList<>();
        for (DecodedDocument document : decoded.documents()) {
            Resource.Builder resource = document.resource().toBuilder();
            resource.getMetadataBuilder().setTenant(TENANT).setGeneration(1);
            resources.add(resource.build());
        }
        return resources;
    }

    /** The records of the source document's manifest, with the versions that it shows. */
    public static List<Resource> supportTriage() {
        return resources(file("support-triage.yaml")).stream().map(Shelves::versioned).toList();
    }

    private static Resource versioned(Resource resource) {
        return switch (ResourceKeys.text(ResourceKeys.of(resource))) {
            case "Agent/support-platform/support-triage" -> generation(resource, 14);
            case "Policy/support-platform/no-customer-data-exfiltration" -> generation(resource, 3);
            case "Policy/support-platform/external-send-requires-approval" ->
                    generation(resource, 2);
            case "MCPServer/joch-shared/github" -> Statuses.trusted(resource, 0.92);
            default -> resource;
        };
    }

    public static Resource generation(Resource resource, long generation) {
        Resource.Builder changed = resource.toBuilder();
        changed.getMetadataBuilder().setGeneration(generation);
        return changed.build();
    }

    public static CompilerView view(List<Resource> resources) {
        CompilerView view = new CompilerView();
        resources.forEach(resource -> view.take(resource, false));
        return view;
    }
}
