package dev.joch.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

final class WorldTest {

    private static final long END = 1_000_000;

    private final World world = new World(1);
    private final List<String> order = new ArrayList<>();

    private void run() {
        world.run(() -> false, END);
    }

    @Test
    void whatIsToHappenHappensInTheOrderOfTime() {
        world.after(20, () -> order.add("c"));
        world.after(10, () -> order.add("a"));
        world.after(10, () -> world.after(0, () -> order.add("b")));
        run();
        assertThat(order).containsExactly("a", "b", "c");
        assertThat(world.now()).isEqualTo(END);
    }

    @Test
    void strandsTakeTurnsWhereTheyWait() {
        world.begin(() -> {
            order.add("a1");
            world.pause(10);
            order.add("a2");
            world.pause(20);
            order.add("a3");
        });
        world.begin(() -> {
            order.add("b1");
            world.pause(20);
            order.add("b2");
        });
        run();
        assertThat(order).containsExactly("a1", "b1", "a2", "b2", "a3");
    }

    @Test
    void aStrandThatIsParkedGoesOnWhenItIsWoken() {
        Strand parked =
                world.begin(() -> {
                    world.park();
                    order.add("woken at " + world.now());
                });
        world.after(30, parked::wake);
        world.after(40, parked::wake);
        run();
        assertThat(order).containsExactly("woken at 30");
        assertThat(parked.isOver()).isTrue();
    }

    @Test
    void aStrandThatIsKilledGoesNoFurther() {
        Strand strand =
                world.begin(() -> {
                    try {
                        world.pause(100);
                        order.add("never");
                    } finally {
                        order.add("left at " + world.now());
                    }
                });
        Strand unborn = world.begin(() -> order.add("never"));
        unborn.kill();
        world.after(50, strand::kill);
        run();
        assertThat(order).containsExactly("left at 50");
        assertThat(strand.isOver()).isTrue();
    }

    @Test
    void whatFailsInAStrandFailsTheWorld() {
        world.begin(() -> {
            world.pause(1);
            throw new IllegalArgumentException("wrong");
        });
        assertThat(assertThrows(IllegalStateException.class, this::run))
                .hasRootCauseMessage("wrong");
    }

    @Test
    void theSameSeedGivesTheSameChronicle() {
        assertThat(chronicle(7)).isEqualTo(chronicle(7)).isNotEqualTo(chronicle(8));
    }

    private static List<String> chronicle(long seed) {
        World world = new World(seed);
        for (int i = 0; i < 20; i++) {
            String name = "s" + i;
            world.begin(() -> {
                while (world.chance(0.8)) {
                    world.pause(world.between(1, 10));
                    world.say(name, "step " + world.pick(100));
                }
            });
        }
        world.run(() -> false, END);
        return world.chronicle();
    }
}
