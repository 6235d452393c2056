package dev.joch.cli;

import dev.joch.testkit.tidy.Tidy;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

class TidyTest {

    @TestFactory
    Stream<DynamicTest> keepsTheHouseStyle() {
        return Tidy.module();
    }
}
