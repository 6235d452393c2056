package dev.joch.resourcestore;

import dev.joch.testkit.tidy.Tidy;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

final class TidyTest {

    @TestFactory
    Stream<DynamicTest> houseStyle() {
        return Tidy.module();
    }
}
