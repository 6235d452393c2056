package dev.joch.resource.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

final class CronTextTest {

    @TestFactory
    Stream<DynamicTest> whatFiresIsRight() {
        return Stream.of(
                        "* * * * *",
                        "0 3 * * *",
                        "*/15 8-18 * * mon-fri",
                        "0 0 1,15 * *",
                        "0 0 29 2 *",
                        "0 0 31 2 mon",
                        "5 4 * JAN,jul 7",
                        "0-30/10 * * * *",
                        "@daily")
                .map(text ->
                        DynamicTest.dynamicTest(
                                text, () -> assertThat(CronText.problem(text)).isEmpty()));
    }

    private record Wrong(String text, String problem) {}

    @TestFactory
    Stream<DynamicTest> whatDoesNotFireIsToldWhy() {
        return Stream.of(
                        new Wrong("", "a schedule has 5 fields, this has 0"),
                        new Wrong("0 3 * *", "a schedule has 5 fields, this has 4"),
                        new Wrong("0 0 3 * * * 2026", "a schedule has 5 fields, this has 7"),
                        new Wrong(
                                "60 * * * *", "`60` cannot be the minute: that goes from 0 to 59"),
                        new Wrong("* 24 * * *", "`24` cannot be the hour: that goes from 0 to 23"),
                        new Wrong(
                                "* * 0 * *",
                                "`0` cannot be the day of the month: that goes from 1 to 31"),
                        new Wrong("* * * 13 *", "`13` cannot be the month: that goes from 1 to 12"),
                        new Wrong("* * * * 8", "`8` cannot be the weekday: that goes from 0 to 7"),
                        new Wrong(
                                "10-5 * * * *",
                                "`10-5` cannot be the minute: that goes from 0 to 59"),
                        new Wrong(
                                "*/0 * * * *",
                                "`*/0` cannot be the minute: that goes from 0 to 59"),
                        new Wrong("1, * * * *", "`` cannot be the minute: that goes from 0 to 59"),
                        new Wrong("0 0 30 feb *", "day 30 never comes in month feb"),
                        new Wrong("0 0 31 4 *", "day 31 never comes in month 4"),
                        new Wrong("@nightly", "a schedule has 5 fields, this has 1"))
                .map(wrong ->
                        DynamicTest.dynamicTest(
                                wrong.problem(),
                                () ->
                                        assertThat(CronText.problem(wrong.text()))
                                                .contains(wrong.problem())));
    }
}
