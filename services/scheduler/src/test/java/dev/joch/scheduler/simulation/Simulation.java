package dev.joch.scheduler.simulation;

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
        for (int i = 1; i <= WORKERS; i++) {
            Worker worker = Worker.ofPool("worker" + i, plane, 1 + world.pick(3));
            plane.workers().add(worker);
            world.after(world.between(0, 5 * Weather.SECOND), worker::start);
        }
        List<Client> clients = new ArrayList<>();
        for (int i = 1; i <= RUNS; i++) {
            arrives(plane, Client.any(plane, i), world.between(0, STORM * 2 / 3), clients);
        }
        new Chaos(plane).begin();
        world.after(STORM, weather::clears);
        world.run(
                () ->
                        !weather.stormy()
                                && clients.stream().allMatch(Client::isSettled)
                                && plane.jobs().stream().allMatch(Job::isCleared),
                STORM + CALM);
        return Verdict.of(plane, clients, world.chronicle());
    }

    /** Somebody wants a run; some have it deleted, and want another one of that name. */
    private static void arrives(Plane plane, Client client, long in, List<Client> clients) {
        World world = plane.world();
        clients.add(client);
        world.after(in, client::submit);
        world.after(in + world.between(0, STORM / 3), client::explain);
        if (world.chance(0.25)) {
            world.after(in + world.between(0, STORM / 3), client::cancel);
        }
        if (client.isJob()) {
            Job job = new Job(plane, client);
            plane.jobs().add(job);
            world.after(in, job::tend);
        }
        if (plane.weather().deletes()) {
            boolean again = world.chance(0.5);
            world.after(
                    in + world.between(0, STORM / 2),
                    () ->
                            client.delete(() -> {
                                if (again) {
                                    arrives(plane, client.successor(), 0, clients);
                                }
                            }));
        }
    }
}
