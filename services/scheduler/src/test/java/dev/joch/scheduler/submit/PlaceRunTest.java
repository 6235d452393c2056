package dev.joch.scheduler.submit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.resource.v1alpha1.EnvironmentRuntime;
import dev.joch.scheduler.v1.Placement;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Optional;

final class PlaceRunTest {

    /** Words of the run, of the deployment, of the environment; and what comes of them. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            emptyValue = "",
            textBlock =
                    """
                    mode pool runtime |  pool runtime | mode orchestrator | pool runtime
                    -    -    -       |  -    -       | -    -            | default -
                    -    -    -       |  -    -       | -    docker       | default docker
                    -    -    -       |  own  local   | -    docker       | own local
                    -    gpu  nomad   |  own  local   | -    docker       | gpu nomad
                    -    -    -       |  -    -       | job  docker       | jobs docker
                    -    -    -       |  own  local   | job  docker       | jobs local
                    -    gpu  -       |  own  local   | job  docker       | gpu local
                    pool -    -       |  own  -       | job  docker       | own docker
                    job  -    local   |  own  -       | -    docker       | jobs local
                    """,
            useHeadersInDisplayName = true)
    void theNearestWordCounts(String run, String deployment, String environment, String place) {
        Placement placement =
                PlaceRun.complete(
                        Placement.newBuilder()
                                .setMode(word(run, 0))
                                .setPool(word(run, 1))
                                .setRuntime(word(run, 2))
                                .setRegion("eu")
                                .build(),
                        Optional.of(new Home(word(deployment, 1), word(deployment, 0))),
                        EnvironmentRuntime.newBuilder()
                                .setMode(word(environment, 0))
                                .setOrchestrator(word(environment, 1))
                                .build(),
                        "default");
        assertThat(placement.getPool()).isEqualTo(word(place, 0));
        assertThat(placement.getRuntime()).isEqualTo(word(place, 1));
        assertThat(placement.getRegion()).isEqualTo("eu");
        assertThat(placement.getMode()).isEmpty();
    }

    private static String word(String words, int at) {
        String word = words.strip().split("\\s+")[at];
        return word.equals("-") ? "" : word;
    }
}
