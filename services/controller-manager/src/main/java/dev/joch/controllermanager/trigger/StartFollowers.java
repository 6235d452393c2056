package dev.joch.controllermanager.trigger;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.catalogue.trigger.TriggeredRun;
import dev.joch.controllermanager.graph.GraphStore;
import dev.joch.controllermanager.read.Found;
import dev.joch.controllermanager.read.ReadStore;
import dev.joch.controllermanager.status.ValidateReferences;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.AgentSpec;
import dev.joch.resource.v1alpha1.AgentTrigger;
import dev.joch.resource.v1alpha1.AgentUpstream;
import dev.joch.resource.v1alpha1.ExecutionSpec;
import dev.joch.resource.v1alpha1.ExecutionStatus;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ProblemStatus;
import dev.joch.service.problem.RemoteProblem;

import io.grpc.StatusRuntimeException;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Starts the runs that follow the end of another one. */
public final class StartFollowers {

    /** What came of all of them. */
    public sealed interface Outcome {

        /** Nobody follows. */
        record Nobody() implements Outcome {}

        /** All are there. */
        record All(String names) implements Outcome {}

        /** Some will never be; the others are there. */
        record Some(String refusals) implements Outcome {}

        /** Somebody who is needed for it does not answer. */
        record Later(String why) implements Outcome {}
    }

    private static final String SUCCEEDED = "Succeeded";

    private final GraphStore graph;
    private final ReadStore reads;
    private final Runs runs;

    public StartFollowers(GraphStore graph, ReadStore reads, Runs runs) {
        this.graph = graph;
        this.reads = reads;
        this.runs = runs;
    }

    public Outcome of(Resource ended, ExecutionSpec spec, ExecutionStatus status)
            throws SQLException {
        ResourceKey key = ResourceKeys.of(ended);
        ResourceKey agent =
                ResourceKeys.of(
                        key.getTenant(), "Agent", key.getNamespace(), spec.getAgentRef().getName());
        List<ResourceKey> dependents =
                graph.dependents(agent, "Agent").stream()
                        .filter(other -> other.getNamespace().equals(key.getNamespace()))
                        .toList();
        if (dependents.isEmpty()) {
            return new Outcome.Nobody();
        }
        List<String> there = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        try {
            Found found = reads.read(dependents);
            for (ResourceKey dependent : dependents) {
                Optional<Resource> follower = found.usable(dependent);
                if (follower.isPresent()) {
                    start(follower.get(), agent.getName(), ended, status, there, refused);
                }
            }
        } catch (ProblemException e) {
            return new Outcome.Later(e.problem().message());
        } catch (StatusRuntimeException e) {
            // a refusal of a peer that may be another one the next time
            return new Outcome.Later(
                    ProblemStatus.fromException(e)
                            .map(RemoteProblem::message)
                            .orElse(e.getStatus().getCode().name()));
        }
        if (!refused.isEmpty()) {
            return new Outcome.Some(ValidateReferences.words(refused));
        }
        return there.isEmpty()
                ? new Outcome.Nobody()
                : new Outcome.All(ValidateReferences.words(there));
    }

    private void start(
            Resource follower,
            String agent,
            Resource ended,
            ExecutionStatus status,
            List<String> there,
            List<String> refused) {
        for (AgentTrigger trigger : triggers(follower)) {
            if (!follows(trigger, agent, status.getPhase())) {
                continue;
            }
            String who = follower.getMetadata().getName() + " (" + trigger.getName() + "): ";
            Optional<Resource> run = TriggeredRun.after(follower, trigger, ended, status);
            if (run.isEmpty()) {
                refused.add(
                        who + TriggeredRun.MOST_DEPTH + " runs have started one another already");
                continue;
            }
            switch (runs.start(run.get())) {
                case Started.There(String name) -> there.add(name);
                case Started.Refused(String message) -> refused.add(who + message);
            }
        }
    }

    private static List<AgentTrigger> triggers(Resource follower) {
        if (TriggeredRun.suspended(follower)) {
            return List.of();
        }
        try {
            return follower.getSpec().unpack(AgentSpec.class).getTriggersList();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("an Agent has the spec of one", e);
        }
    }

    private static boolean follows(AgentTrigger trigger, String agent, String phase) {
        AgentUpstream upstream = trigger.getUpstream();
        if (!trigger.hasUpstream()
                || trigger.getSuspend()
                || !upstream.getAgentRef().getName().equals(agent)) {
            return false;
        }
        return upstream.getPhasesCount() == 0
                ? phase.equals(SUCCEEDED)
                : upstream.getPhasesList().contains(phase);
    }
}
