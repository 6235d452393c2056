package dev.joch.resource.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.testkit.golden.Golden;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

class GenerateReferenceTest {
    private static final Path ROOT = Path.of("../..");
    private static final Map<String, String> FILES = GenerateReference.files();

    @TestFactory
    Stream<DynamicTest> whatIsCheckedInIsWhatTheContractSays() {
        return FILES.entrySet().stream()
                .map(file ->
                        DynamicTest.dynamicTest(
                                file.getKey(),
                                () -> Golden.check(ROOT.resolve(file.getKey()), file.getValue())));
    }

    @Test
    void nothingIsLeftOfKindsThatWent() throws IOException {
        for (String folder : new String[] {"deploy/k8s/crds", "docs/reference/schemas"}) {
            Path path = ROOT.resolve(folder);
            if (!Files.isDirectory(path)) {
                continue;
            }
            try (Stream<Path> files = Files.list(path)) {
                assertThat(files.map(file -> folder + "/" + file.getFileName()))
                        .allSatisfy(file -> assertThat(FILES).containsKey(file));
            }
        }
    }

    @Test
    void theSameContractGivesTheSameBytes() {
        assertThat(GenerateReference.files()).isEqualTo(FILES);
    }
}
