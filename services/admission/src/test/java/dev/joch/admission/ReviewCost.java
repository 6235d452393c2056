package dev.joch.admission;

import com.sun.management.ThreadMXBean;

import dev.joch.admission.preflight.EnvironmentPreflight;
import dev.joch.admission.review.ReviewBatch;
import dev.joch.admission.rules.SchemaRules;
import dev.joch.admission.v1.ReviewDocument;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;

/** Prints what a review costs, first and warm. Run it by hand in a JVM of its own. */
public final class ReviewCost {

    private static final int ROUNDS = 5;
    private static final int REVIEWS = 20_000;

    private static final String STORED =
            """
            {apiVersion: joch.dev/v1alpha1, kind: FrameworkAdapter, metadata: {name: openai-agents-sdk}}
            ---
            {apiVersion: joch.dev/v1alpha1, kind: ModelRoute, metadata: {name: research-default}, spec: {strategy: {primary: "openai:gpt-5"}}}
            ---
            {apiVersion: joch.dev/v1alpha1, kind: Tool, metadata: {name: zendesk.search}}
            ---
            {apiVersion: joch.dev/v1alpha1, kind: Tool, metadata: {name: slack.send}}
            ---
            {apiVersion: joch.dev/v1alpha1, kind: Memory, metadata: {name: working}}
            ---
            {apiVersion: joch.dev/v1alpha1, kind: Environment, metadata: {name: prod}, spec: {models: {denied: ["other:*"]}}}
            """;

    private static final String AGENT =
            """
            apiVersion: joch.dev/v1alpha1
            kind: Agent
            metadata:
              name: support-triage
              labels: {owner: support-platform, team: support-platform, env: prod, role: triage}
            spec:
              displayName: Support Triage
              description: %s
              framework:
                adapterRef: {name: openai-agents-sdk}
                entrypoint: ./agents/support_triage.py
                pythonModule: support.agents.triage:agent
                image: ghcr.io/example/support-triage:1.4.0
              modelRoute: {routeRef: {name: research-default}}
              tools: [{name: zendesk.search}, {name: slack.send}]
              memories: {working: {name: working}}
              budgets: {tokenLimitPerRun: 200000, costLimitUsdPerDay: 25, toolCallLimitPerRun: 100}
              observability: {tracing: enabled, agbom: enabled, redactSensitiveData: true}
            """
                    .formatted("Triages tickets and drafts replies. ".repeat(14));

    private ReviewCost() {}

    public static void main(String[] arguments) {
        Shelf shelf = new Shelf();
        Yaml.brokenDocuments(STORED).forEach(document -> shelf.put(document.getResource()));
        List<ReviewDocument> agent = Yaml.documents(AGENT);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long start = System.nanoTime();
        long firstCpu = threads.getCurrentThreadCpuTime();
        SchemaRules schema = new SchemaRules();
        ReviewBatch batch =
                new ReviewBatch(
                        AdmissionConfig.standard(), shelf, new EnvironmentPreflight(), schema);
        int findings = batch.review("acme", "default", agent).diagnostics().size();
        print("first review in ms", (System.nanoTime() - start) / 1e6);
        print("first review, CPU ms", (threads.getCurrentThreadCpuTime() - firstCpu) / 1e6);
        long all = System.nanoTime();
        long allCpu = threads.getCurrentThreadCpuTime();
        schema.warm(() -> false);
        print("all kinds after that in ms", (System.nanoTime() - all) / 1e6);
        print("all kinds, CPU ms", (threads.getCurrentThreadCpuTime() - allCpu) / 1e6);
        print("bytes of the agent", agent.getFirst().getResource().getSerializedSize());
        print("findings", findings);
        for (int round = 0; round < ROUNDS; round++) {
            long cpu = threads.getCurrentThreadCpuTime();
            long bytes = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < REVIEWS; i++) {
                findings += batch.review("acme", "default", agent).diagnostics().size();
            }
            print("warm CPU in us", (threads.getCurrentThreadCpuTime() - cpu) / 1e3 / REVIEWS);
            print(
                    "warm bytes allocated",
                    (threads.getCurrentThreadAllocatedBytes() - bytes) / (double) REVIEWS);
        }
    }

    private static void print(String what, double figure) {
        System.out.println(String.format(Locale.ROOT, "%-28s %.1f", what, figure));
    }
}
