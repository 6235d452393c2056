package dev.joch.scheduler.simulation;

import dev.joch.catalogue.run.PhaseWords;
import dev.joch.scheduler.run.RunRules;
import dev.joch.scheduler.store.MemoryRunStore;
import dev.joch.testkit.simulation.World;

import java.util.ArrayList;
import java.util.List;

/** Executions from their submission to their end, through a storm. */
final class Simulation {

    private static final int RUNS = 14;
    private static final int WORKERS = 3;
    private static final long STORM = 90 * Weather.SECOND;

    /** Time for everything that was begun to come to its end. */
    private static final long CALM = 300 * Weather.SECOND;

    private Simulation() {}

    static Verdict run(long seed) {
        return run(seed, new RunRules(Plane.PATIENCE)::decide, false);
    }

    /**
     * @param rule what becomes of runs; such as is broken on purpose, too
     * @param forgetful the database loses what it has acknowledged last when it dies
     */
    static Verdict run(long seed, MemoryRunStore.Rule rule, boolean forgetful) {
        World world = new World(seed);
        Weather weather = new Weather(world);
        Journal journal = new Journal(world);
        Plane plane = new Plane(world, weather, journal, rule, forgetful, 2 + world.pick(2));
        List<Worker> workers = new ArrayList<>();
        for (int i = 1; i <= WORKERS; i++) {
            Worker worker = new Worker("worker" + i, plane, 1 + world.pick(3));
            workers.add(worker);
            world.after(world.between(0, 5 * Weather.SECOND), worker::start);
        }
        List<Client> clients = new ArrayList<>();
        for (int i = 1; i <= RUNS; i++) {
            Client client = new Client(plane, i);
            clients.add(client);
            long at = world.between(0, STORM * 2 / 3);
            world.after(at, client::submit);
            world.after(at + world.between(0, STORM / 3), client::explain);
            if (world.chance(0.25)) {
                world.after(at + world.between(0, STORM / 3), client::cancel);
            }
        }
        new Chaos(plane, workers).begin();
        world.after(STORM, weather::clears);
        world.run(
                () -> !weather.stormy() && clients.stream().allMatch(one -> ended(plane, one)),
                STORM + CALM);
        return Verdict.of(plane, clients, world.chronicle());
    }

    private static boolean ended(Plane plane, Client client) {
        return client.isSubmitted()
                && plane.store()
                        .find(client.key())
                        .map(run -> PhaseWords.ended(run.run().getPhase()))
                        .orElse(true);
    }
}
