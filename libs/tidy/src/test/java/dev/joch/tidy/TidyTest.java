package dev.joch.tidy;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.nio.file.Path;
import java.util.stream.Stream;

/** For the sources of every module: the formatter is loaded once, and is warm after some files. */
class TidyTest {

    private static final Path REPOSITORY = Path.of(System.getProperty("joch.root", "../.."));

    @TestFactory
    Stream<DynamicTest> everyModuleKeepsTheHouseStyle() {
        return Tidy.of(REPOSITORY);
    }
}
