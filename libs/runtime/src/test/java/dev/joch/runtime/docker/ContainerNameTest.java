package dev.joch.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Optional;

final class ContainerNameTest {

    private static final Instant AT = Instant.ofEpochMilli(1_700_000_000_123L);
    private static final String ID = "0123456789abcdef";

    @Test
    void nameSaysWhatItIs() {
        assertThat(ContainerName.parse("home", "/joch.home.support-v1"))
                .contains(new ContainerName("support-v1", Optional.empty(), Optional.empty()));
        assertThat(ContainerName.parse("home", ContainerName.worker("home", "support-v1", 12)))
                .contains(new ContainerName("support-v1", Optional.of(12), Optional.empty()));
        String worker = ContainerName.worker("home", "a-1", 0);
        assertThat(ContainerName.parse("home", ContainerName.ending(worker, AT, ID)))
                .contains(new ContainerName("a-1", Optional.of(0), Optional.of(AT)));
        String head = ContainerName.head("home", "a-1");
        assertThat(ContainerName.parse("home", ContainerName.ending(head, AT, ID)))
                .contains(new ContainerName("a-1", Optional.empty(), Optional.of(AT)));
    }

    @Test
    void twoNamesAreNeverOneContainer() {
        assertThat(ContainerName.worker("home", "a", 1))
                .isNotEqualTo(ContainerName.head("home", "a-1"));
        assertThat(ContainerName.head("home-a", "b"))
                .isNotEqualTo(ContainerName.head("home", "a-b"));
    }

    @Test
    void nameOfSomebodyElseIsNone() {
        for (String foreign :
                new String[] {
                    "joch.other.a",
                    "web",
                    "joch.home.a.x",
                    "joch.home.a.1.2",
                    "joch.home.a.ending.1"
                }) {
            assertThat(ContainerName.parse("home", foreign)).as(foreign).isEmpty();
        }
    }
}
