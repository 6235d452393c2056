package dev.joch.bench;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.api.v1.GetResourceRequest;
import dev.joch.api.v1.ListResourcesRequest;
import dev.joch.api.v1.ListResourcesResponse;
import dev.joch.resource.v1alpha1.AgBOMStatus;
import dev.joch.resource.v1alpha1.AgentStatus;
import dev.joch.resource.v1alpha1.CompiledAgentManifestSpec;
import dev.joch.resource.v1alpha1.Resource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/** Agents that share a policy, in a running Joch. */
final class Fleet {

    private static final int BATCH = 200;
    private static final Duration LONGEST = Duration.ofMinutes(8);

    /** A manifest is called after its agent and the agent's generation. */
    private static final Pattern GENERATION = Pattern.compile("-g\\d+$");

    private final Api api;
    private final String shape;
    private final int agents;

    /**
     * @param shape a word for the report
     */
    Fleet(Api api, String shape, int agents) {
        this.api = api;
        this.shape = shape;
        this.agents = agents;
    }

    /** Applies all of them and waits until each has a status, and so has its bill. */
    void fill() {
        long start = System.nanoTime();
        api.unary(0).applyResources(FleetTexts.request(FleetTexts.foundation()));
        for (int from = 0; from < agents; from += BATCH) {
            List<String> batch = new ArrayList<>();
            for (int i = from; i < Math.min(agents, from + BATCH); i++) {
                batch.add(FleetTexts.agent(i, 0));
            }
            api.unary(0).applyResources(FleetTexts.request(batch));
        }
        long applied = System.nanoTime();
        await(() -> allHold("Agent", Fleet::ready) && allHold("AgBOM", Fleet::billed));
        new Report("control-loop-fill")
                .put("shape", shape)
                .put("agents", agents)
                .put("applySeconds", seconds(applied - start))
                .put("settledAfterSeconds", seconds(System.nanoTime() - applied))
                .print();
    }

    /** Changes the policy that all share and waits until it is in every manifest. */
    long changePolicy(int version) {
        long start = System.nanoTime();
        api.unary(0).applyResources(FleetTexts.request(List.of(FleetTexts.policy(version))));
        long generation =
                api.unary(0)
                        .getResource(
                                GetResourceRequest.newBuilder()
                                        .setNamespace(FleetTexts.NAMESPACE)
                                        .setKind("Policy")
                                        .setName("bench")
                                        .build())
                        .getResource()
                        .getMetadata()
                        .getGeneration();
        await(() ->
                allHold(
                        "CompiledAgentManifest",
                        manifest -> resolved(manifest).contains("bench@v" + generation)));
        return System.nanoTime() - start;
    }

    @FunctionalInterface
    private interface Check {
        boolean holds(Resource resource);
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds();
    }

    /**
     * Looks from the front until it finds one for which it does not hold. Of manifests, each
     * agent's newest counts; older generations follow it and stay as they are.
     */
    private boolean allHold(String kind, Check check) {
        String next = "";
        String agent = "";
        int seen = 0;
        do {
            ListResourcesResponse page =
                    api.unary(0)
                            .listResources(
                                    ListResourcesRequest.newBuilder()
                                            .setNamespace(FleetTexts.NAMESPACE)
                                            .setKind(kind)
                                            .setPageSize(500)
                                            .setPageToken(next)
                                            .build());
            for (Resource resource : page.getResourcesList()) {
                String name = GENERATION.matcher(resource.getMetadata().getName()).replaceAll("");
                if (name.equals(agent)) {
                    continue;
                }
                agent = name;
                if (!check.holds(resource)) {
                    return false;
                }
                seen++;
            }
            next = page.getNextPageToken();
        } while (!next.isEmpty());
        return seen >= agents;
    }

    private static void await(Condition condition) {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("the fleet did not settle within " + LONGEST);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(250));
        }
    }

    private static boolean ready(Resource agent) {
        return observed(agent) == agent.getMetadata().getGeneration();
    }

    private static boolean billed(Resource bill) {
        try {
            return bill.hasStatus()
                    && bill.getStatus().unpack(AgBOMStatus.class).getPhase().equals("Ready");
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Generation that its status speaks of. */
    static long observed(Resource agent) {
        try {
            return agent.hasStatus()
                    ? agent.getStatus().unpack(AgentStatus.class).getObservedGeneration()
                    : 0;
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> resolved(Resource manifest) {
        try {
            return manifest.getSpec()
                    .unpack(CompiledAgentManifestSpec.class)
                    .getPolicies()
                    .getResolvedList();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    static double seconds(long nanos) {
        return Math.round(nanos / 1e8) / 10.0;
    }
}
