package dev.joch.policyengine.preflight;

import dev.joch.policy.rule.CompiledPolicy;
import dev.joch.policy.v1.Decision;
import dev.joch.policy.v1.EvaluateResponse;
import dev.joch.policy.v1.PreviewCount;
import dev.joch.policy.v1.PreviewPoliciesRequest;
import dev.joch.policy.v1.PreviewPoliciesResponse;
import dev.joch.policy.v1.PreviewedDecision;
import dev.joch.policy.v1.RecordedDecision;
import dev.joch.policyengine.ask.Inquiry;
import dev.joch.policyengine.copy.Copies;
import dev.joch.policyengine.copy.Distribute;
import dev.joch.policyengine.judge.Answers;
import dev.joch.policyengine.judge.Judge;
import dev.joch.policyengine.store.DecisionStore;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Replays what was decided against drafts. Changes nothing. */
public final class Preview {

    private static final int USUAL = 1000;
    private static final int EXAMPLES = 100;

    private final Copies copies;
    private final DecisionStore decisions;
    private final InstantSource clock;

    public Preview(Copies copies, DecisionStore decisions, InstantSource clock) {
        this.copies = copies;
        this.decisions = decisions;
        this.clock = clock;
    }

    public PreviewPoliciesResponse preview(PreviewPoliciesRequest request) {
        Map<ResourceKey, Resource> drafts = new HashMap<>();
        PreviewPoliciesResponse.Builder answer = PreviewPoliciesResponse.newBuilder();
        for (Resource draft : request.getDraftsList()) {
            Resource next = next(request.getTenant(), draft);
            drafts.put(ResourceKeys.of(next), next);
            CompiledPolicy.compile(next)
                    .findings()
                    .forEach(
                            finding -> answer.addDiagnostics(Distribute.diagnostic(next, finding)));
        }
        Map<String, Long> counts = new TreeMap<>();
        recorded(request).stream()
                .filter(Preview::byPolicy)
                .forEach(recorded -> replay(recorded, drafts, answer, counts));
        counts.forEach((pair, count) -> {
            String[] words = pair.split(" ", -1);
            answer.addCounts(
                    PreviewCount.newBuilder()
                            .setBefore(Decision.valueOf(words[0]))
                            .setAfter(Decision.valueOf(words[1]))
                            .setCount(count));
        });
        for (ResourceKey agent : copies.agents(request.getTenant())) {
            String now = copies.view(agent, "").policies().digest();
            String then = copies.view(agent, "", drafts).policies().digest();
            if (!now.equals(then)) {
                answer.addAgents(agent);
            }
        }
        return answer.build();
    }

    /** The version that the draft would become. */
    private Resource next(String tenant, Resource draft) {
        Resource.Builder next = draft.toBuilder();
        next.getMetadataBuilder().setTenant(tenant);
        long stored =
                copies.find(ResourceKeys.of(next.build()))
                        .map(found -> found.getMetadata().getGeneration())
                        .orElse(0L);
        next.getMetadataBuilder().setGeneration(stored + 1);
        return next.build();
    }

    private List<RecordedDecision> recorded(PreviewPoliciesRequest request) {
        Instant since =
                request.hasSince()
                        ? Instant.ofEpochSecond(request.getSince().getSeconds())
                        : Instant.EPOCH;
        return decisions.list(
                new DecisionStore.Query(
                        request.getTenant(),
                        request.getNamespacesList(),
                        "",
                        "",
                        "",
                        List.of(),
                        since,
                        clock.instant().plusSeconds(60),
                        "",
                        request.getLimit() == 0 ? USUAL : request.getLimit()));
    }

    /** What a guardian or a grant decided says nothing about policies. */
    private static boolean byPolicy(RecordedDecision recorded) {
        return recorded.getResponse().getGuardian().equals(Answers.ENGINE)
                && recorded.getResponse().getBreakGlassGrant().isEmpty();
    }

    private void replay(
            RecordedDecision recorded,
            Map<ResourceKey, Resource> drafts,
            PreviewPoliciesResponse.Builder answer,
            Map<String, Long> counts) {
        Inquiry inquiry = Inquiry.of(recorded.getRequest(), copies, drafts);
        EvaluateResponse now = Judge.judge(inquiry, rule -> false);
        Decision before = recorded.getResponse().getDecision();
        answer.setReplayed(answer.getReplayed() + 1);
        counts.merge(before.name() + " " + now.getDecision().name(), 1L, Long::sum);
        if (before != now.getDecision()) {
            answer.setChanged(answer.getChanged() + 1);
            if (answer.getExamplesCount() < EXAMPLES) {
                answer.addExamples(
                        PreviewedDecision.newBuilder().setRecorded(recorded).setNow(now));
            }
        }
    }
}
