package dev.joch.scheduler.simulation;

import dev.joch.testkit.simulation.World;

import java.util.List;

/** Who dies, stands still or is cut off, and when. */
final class Chaos {

    private final Plane plane;
    private final World world;

    Chaos(Plane plane) {
        this.plane = plane;
        this.world = plane.world();
    }

    void begin() {
        world.after(plane.weather().untilNextBlow(), this::strike);
    }

    private void strike() {
        if (!plane.weather().stormy()) {
            return;
        }
        Replica replica = plane.any();
        List<Worker> workers = plane.workers();
        Worker worker = workers.get(world.pick(workers.size()));
        switch (world.pick(10)) {
            case 0, 1 -> replica.die();
            case 2, 3 -> replica.freeze(aWhile());
            case 4, 5 -> worker.die(world.chance(plane.weather().thoughtful() ? 0 : 0.4));
            case 6, 7 ->
                    worker.freeze(aWhile(), world.chance(plane.weather().thoughtful() ? 0 : 0.4));
            case 8 -> worker.cutOff(aWhile());
            default -> plane.databaseGoes(aWhile() / 3);
        }
        world.after(plane.weather().untilNextBlow(), this::strike);
    }

    /** Up to three leases. */
    private long aWhile() {
        return world.between(Weather.SECOND, 3 * Plane.PATIENCE.lease());
    }
}
