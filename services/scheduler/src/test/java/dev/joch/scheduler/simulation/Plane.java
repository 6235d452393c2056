package dev.joch.scheduler.simulation;

import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.scheduler.place.Bound;
import dev.joch.scheduler.place.Limits;
import dev.joch.scheduler.run.RunKey;
import dev.joch.scheduler.run.RunPatience;
import dev.joch.scheduler.store.MemoryRunStore;
import dev.joch.service.problem.Problem;
import dev.joch.service.problem.ProblemException;
import dev.joch.testkit.simulation.World;

import io.grpc.Status;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** The scheduler as others see it: some replicas over one database, behind a network. */
final class Plane {

    static final RunPatience PATIENCE =
            RunPatience.of(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(2));

    /** Of one agent, fewer runs at a time than there are. */
    static final int MOST_OF_NARROW = 2;

    static final Limits LIMITS =
            bound ->
                    bound.sort() == Bound.Sort.AGENT && bound.name().equals("narrow")
                            ? MOST_OF_NARROW
                            : 0;

    private final World world;
    private final Weather weather;
    private final Journal journal;
    private final Tools tools;
    private final MemoryRunStore store;
    private final boolean forgetful;
    private final Map<RunKey, Resource> executions = new HashMap<>();
    private final List<Replica> replicas = new ArrayList<>();
    private final List<Worker> workers = new ArrayList<>();
    private final List<Job> jobs = new ArrayList<>();
    private boolean away;

    Plane(
            World world,
            Weather weather,
            Journal journal,
            MemoryRunStore.Rule rule,
            boolean forgetful,
            int many) {
        this.world = world;
        this.weather = weather;
        this.journal = journal;
        this.forgetful = forgetful;
        this.tools = new Tools(world, journal);
        this.store = new MemoryRunStore(PATIENCE, rule, () -> Weather.SECOND + world.now());
        store.witness(journal::committed);
        store.listen(this::changed);
        for (int i = 1; i <= many; i++) {
            replicas.add(new Replica("scheduler" + i, this));
        }
        replicas.forEach(Replica::start);
    }

    /** What a caller learns of a call. */
    sealed interface Reply<T> {

        record Answer<T>(T value) implements Reply<T> {}

        record Refused<T>(Problem problem) implements Reply<T> {}

        /** Whether it was done, nobody knows. */
        record Silence<T>() implements Reply<T> {}
    }

    World world() {
        return world;
    }

    Weather weather() {
        return weather;
    }

    Journal journal() {
        return journal;
    }

    Tools tools() {
        return tools;
    }

    MemoryRunStore store() {
        return store;
    }

    List<Replica> replicas() {
        return replicas;
    }

    /** Of pools and of jobs, also those that have ended. */
    List<Worker> workers() {
        return workers;
    }

    List<Job> jobs() {
        return jobs;
    }

    /** The Execution of that name, unless somebody has deleted it. */
    Optional<Resource> stored(RunKey key) {
        return Optional.ofNullable(executions.get(key));
    }

    void apply(Resource execution) {
        executions.put(RunKey.of(ResourceKeys.of(execution)), execution);
    }

    /** Its run is forgotten before another one of that name can be applied. */
    void delete(RunKey key) {
        executions.remove(key);
    }

    Replica any() {
        return replicas.get(world.pick(replicas.size()));
    }

    boolean databaseIsAway() {
        return away;
    }

    /** Whatever is under way in it is lost, whatever is committed stays. */
    void databaseGoes(long micros) {
        world.say("database", "is away for " + micros);
        away = true;
        if (forgetful) {
            store.losesLast();
        }
        world.after(micros, () -> away = false);
    }

    private void changed(boolean leases, boolean orders) {
        for (Replica replica : replicas) {
            if (!weather.losesReply()) {
                world.after(weather.onTheWay(), () -> replica.hears(leases, orders));
            }
        }
    }

    /** A failure that is no refusal is a mistake of ours. */
    void suspicious(String where, ProblemException e) {
        if (e.problem().code() == Status.Code.INTERNAL) {
            journal.broken("internal error", where, String.valueOf(e.getCause()));
        }
    }

    /**
     * Calls some replica.
     *
     * @param heard once, with what the caller learns
     */
    <T> void call(Function<Replica, T> what, long patience, Consumer<Reply<T>> heard) {
        Replica replica = any();
        boolean[] settled = new boolean[1];
        Consumer<Reply<T>> once =
                reply -> {
                    if (!settled[0]) {
                        settled[0] = true;
                        heard.accept(reply);
                    }
                };
        int copies = weather.losesRequest() ? 0 : weather.doubles() ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            world.after(weather.onTheWay(), () -> arrives(replica, what, once));
        }
        world.after(patience, () -> once.accept(new Reply.Silence<>()));
    }

    private <T> void arrives(Replica replica, Function<Replica, T> what, Consumer<Reply<T>> heard) {
        if (!replica.isUp()) {
            world.after(weather.onTheWay(), () -> heard.accept(new Reply.Silence<>()));
            return;
        }
        replica.begin(() -> {
            replica.lives(0);
            Reply<T> reply;
            try {
                reply = new Reply.Answer<>(what.apply(replica));
            } catch (ProblemException e) {
                suspicious(replica.name(), e);
                reply = new Reply.Refused<>(e.problem());
            }
            Reply<T> sent = reply;
            if (!weather.losesReply()) {
                world.after(weather.onTheWay(), () -> heard.accept(sent));
            }
        });
    }
}
