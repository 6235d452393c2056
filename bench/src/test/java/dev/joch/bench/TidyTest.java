package dev.joch.bench;

import dev.joch.testkit.tidy.Tidy;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

class TidyTest {

    @TestFactory
    Stream<DynamicTest> thisModuleKeepsTheHouseStyle() {
        return Tidy.module();
    }
}
