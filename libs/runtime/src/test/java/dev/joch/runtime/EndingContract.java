package dev.joch.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.testkit.wait.Await;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/** How things end, and who goes on with them. */
public abstract class EndingContract extends RuntimeScene {

    @Test
    void thoseAboveTheNumberGetTheirGrace() {
        RuntimeAdapter runtime = open();
        runtime.createWorker(spec("polite", "trap 'sleep 1; exit 0' TERM; echo up; " + FOR_EVER));
        running(runtime, "polite", 1);
        heard(runtime, "polite", "up");
        runtime.scale("polite", 0, SOON);
        WorkloadStatus now = status(runtime, "polite");
        assertThat(now.instances()).isEmpty();
        assertThat(now.ending()).isEqualTo(1);
        runtime.scale("polite", 1, SOON);
        assertThat(status(runtime, "polite").instances()).hasSize(1);
        Await.until("the first is gone", SOON, () -> status(runtime, "polite").ending() == 0);
        running(runtime, "polite", 1);
    }

    @Test
    void deletionWaitsForTheGraceAndNoLonger() {
        RuntimeAdapter runtime = open();
        runtime.createJob(spec("deaf", "trap '' TERM; echo up; " + FOR_EVER));
        runtime.createJob(spec("quick", "trap 'exit 0' TERM; echo up; " + FOR_EVER));
        heard(runtime, "deaf", "up");
        heard(runtime, "quick", "up");
        long before = System.nanoTime();
        assertThat(runtime.delete("deaf", Duration.ofSeconds(2))).isFalse();
        runtime.delete("quick", Duration.ofSeconds(60));
        // a later call does not prolong it
        assertThat(runtime.delete("deaf", Duration.ofSeconds(60))).isFalse();
        Await.until("quick is gone", SOON, () -> runtime.status("quick").isEmpty());
        Await.until("deaf is gone", SOON, () -> runtime.status("deaf").isEmpty());
        Duration took = Duration.ofNanos(System.nanoTime() - before);
        assertThat(took).isBetween(Duration.ofMillis(1900), Duration.ofSeconds(15));
    }

    @Test
    void nothingIsLeftBehind() {
        RuntimeAdapter runtime = open();
        runtime.createJob(
                spec(
                        "family",
                        "trap '' TERM; (trap '' TERM; sleep 1000) & setsid sh -c 'sleep 1000' &"
                                + " setsid setsid sleep 1000 & sleep 0.2; echo up; wait"));
        heard(runtime, "family", "up");
        String id = id(runtime, "family");
        assertThat(tested().processes(id)).hasSizeGreaterThanOrEqualTo(4);
        gone(runtime, "family", NOW);
        assertThat(tested().processes(id)).isEmpty();
        assertThat(tested().remains()).isEmpty();
        assertThat(runtime.createJob(spec("family", "exit 0"))).isInstanceOf(Placed.New.class);
    }

    @Test
    void whatAProgramLeavesEndsWithIt() {
        RuntimeAdapter runtime = open();
        runtime.createJob(
                spec("parent", "setsid sh -c 'sleep 1000' & sleep 1000 & sleep 0.3; exit 4"));
        String id = id(runtime, "parent");
        assertThat(ended(runtime, "parent").status()).isEqualTo(4);
        Await.until("its children are gone", SOON, () -> tested().processes(id).isEmpty());
    }

    @Test
    void anotherControlPlaneGoesOn() {
        RuntimeAdapter first = open();
        WorkloadSpec job = spec("adopted", "echo begun; sleep 2; echo goes on; exit 5");
        first.createJob(job);
        first.createWorker(spec("crew", FOR_EVER));
        first.scale("crew", 2, NOW);
        String id = id(first, "adopted");
        first.close();

        RuntimeAdapter second = open();
        assertThat(second.list())
                .extracting(WorkloadStatus::name)
                .containsExactly("adopted", "crew");
        assertThat(second.createJob(job)).isInstanceOf(Placed.Found.class);
        assertThat(id(second, "adopted")).isEqualTo(id);
        running(second, "crew", 2);
        assertThat(ended(second, "adopted").status()).isEqualTo(5);
        assertThat(log(second, "adopted")).isEqualTo("begun\ngoes on\n");
        second.scale("crew", 1, NOW);
        running(second, "crew", 1);
        gone(second, "crew", NOW);
    }

    @Test
    void anEndingGoesOnWithoutWhoBeganIt() {
        RuntimeAdapter first = open();
        first.createJob(spec("stays", "trap '' TERM; echo up; " + FOR_EVER));
        heard(first, "stays", "up");
        String id = id(first, "stays");
        assertThat(first.delete("stays", Duration.ofSeconds(1))).isFalse();
        first.close();
        RuntimeAdapter second = open();
        Await.until("nobody asks, and it is gone", SOON, () -> tested().processes(id).isEmpty());
        Await.until("it is forgotten", SOON, () -> second.list().isEmpty());
    }
}
