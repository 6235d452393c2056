package dev.joch.scheduler.simulation;

import dev.joch.scheduler.run.RunCommand;
import dev.joch.scheduler.run.RunDecision;
import dev.joch.scheduler.store.RunStore;
import dev.joch.scheduler.submit.CommitRuns;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;
import dev.joch.testkit.simulation.Strand;
import dev.joch.testkit.simulation.World;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What strands of one replica ask while a commit is under way is committed together next. */
final class CommitInTurn implements CommitRuns {

    private static final int MOST_TOGETHER = 8;

    private final World world;
    private final Replica replica;
    private final RunStore store;
    private final Deque<Ticket> waiting = new ArrayDeque<>();
    private boolean committing;

    CommitInTurn(World world, Replica replica, RunStore store) {
        this.world = world;
        this.replica = replica;
        this.store = store;
    }

    private static final class Ticket {
        private final RunCommand command;
        private final Strand strand;
        private @Nullable RunDecision decision;
        private @Nullable RuntimeException failure;

        Ticket(RunCommand command, Strand strand) {
            this.command = command;
            this.strand = strand;
        }
    }

    @Override
    public RunDecision one(RunCommand command, Duration patience) {
        Ticket ticket = new Ticket(command, world.running());
        waiting.add(ticket);
        if (!committing) {
            committing = true;
            replica.begin(this::commit);
        }
        long end = world.now() + patience.toNanos() / 1_000;
        world.after(end - world.now(), ticket.strand::wake);
        while (true) {
            world.park();
            if (ticket.failure != null) {
                throw ticket.failure;
            }
            if (ticket.decision != null) {
                return ticket.decision;
            }
            if (world.now() >= end) {
                waiting.remove(ticket);
                throw new ProblemException(new ServiceProblem.DeadlineExceeded("the commit"));
            }
        }
    }

    private void commit() {
        while (!waiting.isEmpty()) {
            replica.lives(world.between(0, Weather.MILLI));
            List<Ticket> group = new ArrayList<>();
            while (group.size() < MOST_TOGETHER && !waiting.isEmpty()) {
                group.add(waiting.remove());
            }
            try {
                List<RunDecision> decisions =
                        store.commit(group.stream().map(ticket -> ticket.command).toList());
                for (int i = 0; i < group.size(); i++) {
                    group.get(i).decision = decisions.get(i);
                }
            } catch (RuntimeException e) {
                group.forEach(ticket -> ticket.failure = e);
            }
            group.forEach(ticket -> ticket.strand.wake());
        }
        committing = false;
    }
}
