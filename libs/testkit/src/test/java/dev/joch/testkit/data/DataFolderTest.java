package dev.joch.testkit.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

final class DataFolderTest {

    @TempDir private Path disk;

    @Test
    void whatLiesInMemoryIsForgottenAndWhatLiesOnADiskCanBeRead() throws IOException {
        Path memory = disk.resolve("joch-test-data-1").resolve("1-postgres");
        Path kept = disk.resolve("postgres");
        for (Path folder : new Path[] {memory, kept}) {
            Files.writeString(Files.createDirectories(folder.resolve("base")).resolve("1"), "x");
            DataFolder.forget(folder);
        }
        assertThat(memory).doesNotExist();
        assertThat(kept.resolve("base").resolve("1")).exists();
    }
}
