package dev.joch.compiler.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.compiler.Shelves;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.Resource;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Whoever is told of changes to an agent's dependencies misses none and hears of no others. */
final class DependenciesTest {

    private static final CompileAgent CORE = new CompileAgent(Endpoints.standard(), "dev");

    private static Outcome compile(List<Resource> records) {
        Resource agent =
                records.stream()
                        .filter(resource -> resource.getKind().equals("Agent"))
                        .findFirst()
                        .orElseThrow();
        return CORE.compile(agent, "", TestShelf.of(records));
    }

    private static Set<String> dependencies(Outcome outcome) {
        return outcome.dependencies().stream()
                .map(dependency -> ResourceKeys.text(dependency.getKey()))
                .collect(Collectors.toSet());
    }

    private static Object content(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Compiled compiled -> List.of(compiled.digest(), compiled.diagnostics());
            case Outcome.Failed failed -> failed.diagnostics();
        };
    }

    private static List<Resource> copied(Resource original, String namespace) {
        List<Resource> records = new ArrayList<>(Shelves.supportTriage());
        Resource.Builder copy = Shelves.generation(original, 99).toBuilder();
        copy.getMetadataBuilder().setNamespace(namespace);
        records.add(copy.build());
        return records;
    }

    private static Resource record(String key) {
        return Shelves.supportTriage().stream()
                .filter(resource -> ResourceKeys.text(ResourceKeys.of(resource)).equals(key))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whateverChangesTheManifestIsADependencyOrChoosesTheAgent() {
        List<Resource> all = Shelves.supportTriage();
        Outcome whole = compile(all);
        Set<String> dependencies = dependencies(whole);
        int matter = 0;
        for (Resource each : all) {
            if (each.getKind().equals("Agent")) {
                continue;
            }
            List<Resource> without = new ArrayList<>(all);
            without.remove(each);
            List<Resource> newer = new ArrayList<>(without);
            newer.add(Shelves.generation(each, 99));
            boolean matters =
                    !content(compile(without)).equals(content(whole))
                            || !content(compile(newer)).equals(content(whole));
            if (matters && !each.getKind().equals("Team")) {
                matter++;
                assertThat(dependencies).contains(ResourceKeys.text(ResourceKeys.of(each)));
            }
        }
        assertThat(matter).isGreaterThan(8);
    }

    @Test
    void aRecordThatIsHiddenByANearerOneIsNone() {
        Resource tool = record("Tool/support-platform/slack.send");
        Outcome hidden = compile(copied(tool, ResourceKeys.SHARED_NAMESPACE));
        assertThat(dependencies(hidden))
                .contains("Tool/support-platform/slack.send")
                .doesNotContain("Tool/joch-shared/slack.send");
        assertThat(content(hidden)).isEqualTo(content(compile(Shelves.supportTriage())));
    }

    @Test
    void aNearerOneThatIsNotThereYetIsOne() {
        Outcome whole = compile(Shelves.supportTriage());
        assertThat(dependencies(whole))
                .contains(
                        "ModelRoute/joch-shared/research-default",
                        "ModelRoute/support-platform/research-default");
        Resource route = record("ModelRoute/joch-shared/research-default");
        assertThat(dependencies(compile(copied(route, "support-platform"))))
                .contains("ModelRoute/support-platform/research-default")
                .doesNotContain("ModelRoute/joch-shared/research-default");
    }
}
