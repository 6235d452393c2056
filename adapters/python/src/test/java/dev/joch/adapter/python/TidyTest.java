package dev.joch.adapter.python;

import dev.joch.testkit.tidy.Tidy;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

final class TidyTest {

    @TestFactory
    Stream<DynamicTest> houseStyle() {
        return Tidy.module();
    }
}
