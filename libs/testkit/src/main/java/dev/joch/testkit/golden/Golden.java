package dev.joch.testkit.golden;

import org.junit.jupiter.api.Assertions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compares text with a file that is checked in. */
public final class Golden {

    private Golden() {}

    /** Path is relative to the module's folder. */
    public static void check(Path file, String actual) {
        try {
            if ("overwrite".equals(System.getProperty("golden"))) {
                if (file.getParent() != null) {
                    Files.createDirectories(file.getParent());
                }
                Files.writeString(file, actual, StandardCharsets.UTF_8);
                return;
            }
            String expected =
                    Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
            Assertions.assertEquals(
                    expected,
                    actual,
                    () ->
                            file
                                    + " differs. If the change is meant, run the test with -Dgolden=overwrite and read the diff.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
