package dev.joch.agbom.content;

import dev.joch.resource.v1alpha1.FrameworkAdapterSpec;
import dev.joch.resource.v1alpha1.ManifestFramework;

import java.util.Optional;
import java.util.TreeMap;

/** The adapter, and the images that the agent runs from. */
final class Frameworks {

    private Frameworks() {}

    static void list(Ingredients from, Draft draft, String agent) {
        ManifestFramework framework = from.manifest().getFramework();
        String name = framework.getAdapter();
        Optional<FrameworkAdapterSpec> spec =
                from.find("FrameworkAdapter", "", name)
                        .map(adapter -> Ingredients.spec(adapter, FrameworkAdapterSpec.class));
        String imageText =
                framework.getAdapterImage().isEmpty()
                        ? spec.map(FrameworkAdapterSpec::getAdapterImage).orElse("")
                        : framework.getAdapterImage();
        String version = version(imageText, framework.getAdapterGeneration());
        String ref = "urn:framework-adapter:" + name + "@" + version;
        Entry entry =
                Entry.of(Shape.LIBRARY, "FrameworkAdapter", name)
                        .version(version)
                        .property("joch.framework", framework.getFramework());
        spec.ifPresent(adapter -> describe(entry, adapter, from.lists(Section.CAPABILITIES)));
        draft.add(entry.as(ref, name));
        draft.link(agent, ref);
        if (from.lists(Section.STANDARD_PACKAGES)) {
            image(draft, ref, imageText, "adapter");
            image(draft, agent, framework.getImage(), "agent");
        }
    }

    private static void describe(Entry entry, FrameworkAdapterSpec adapter, boolean capabilities) {
        entry.description(adapter.getDescription())
                .property("joch.language", adapter.getLanguage())
                .property("joch.sdkMinVersion", adapter.getSdkMinVersion());
        if (capabilities) {
            new TreeMap<>(adapter.getCapabilitiesMap())
                    .forEach((capability, has) -> entry.flag("joch.capability." + capability, has));
        }
    }

    /** The one that people call it by; the record's own when the image has none. */
    private static String version(String image, long generation) {
        String tag = image.isEmpty() ? "" : ImageName.parse(image).tag();
        return tag.isEmpty() ? "v" + generation : tag;
    }

    private static void image(Draft draft, String user, String text, String role) {
        if (text.isEmpty()) {
            return;
        }
        ImageName image = ImageName.parse(text);
        String ref = "urn:image:" + text;
        draft.add(
                Entry.of(Shape.CONTAINER, "Image", image.repository())
                        .version(image.version())
                        .purl(image.purl())
                        .property("joch.role", role)
                        .flag("joch.pinned", !image.digest().isEmpty())
                        .as(ref, image.repository()));
        draft.link(user, ref);
    }
}
