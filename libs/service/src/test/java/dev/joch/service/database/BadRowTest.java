package dev.joch.service.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.sql.SQLException;

final class BadRowTest {

    @ParameterizedTest
    @CsvSource({
        "22021, true",
        "23505, true",
        "54000, true",
        "08006, false",
        "40P01, false",
        "57P01, false",
        "22, false"
    })
    void theClassOfTheStateSaysWhoIsToBlame(String state, boolean bad) {
        SQLException failure = new SQLException("refused", state);
        assertThat(BadRow.isBlamedBy(failure)).isEqualTo(bad);
        ServiceProblem problem = new ServiceProblem.Unavailable("the database");
        assertThat(BadRow.isBlamedBy(new ProblemException(problem, failure))).isEqualTo(bad);
    }

    @Test
    void whatIsNotOfTheDatabaseBlamesNoRow() {
        assertThat(BadRow.isBlamedBy(new SQLException("without a state"))).isFalse();
        assertThat(BadRow.isBlamedBy(new IllegalStateException("22021"))).isFalse();
    }
}
