package dev.joch.apiserver;

import dev.joch.testkit.tidy.Tidy;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class TidyTest {

    @TestFactory
    Stream<DynamicTest> houseStyle() {
        return Tidy.module();
    }
}
