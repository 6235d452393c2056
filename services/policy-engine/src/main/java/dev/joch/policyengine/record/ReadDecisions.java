package dev.joch.policyengine.record;

import dev.joch.policy.v1.GetPolicyUseRequest;
import dev.joch.policy.v1.GetPolicyUseResponse;
import dev.joch.policy.v1.ListDecisionsRequest;
import dev.joch.policy.v1.ListDecisionsResponse;
import dev.joch.policy.v1.RecordedDecision;
import dev.joch.policyengine.copy.Copies;
import dev.joch.policyengine.exception.RulesOutOfForce;
import dev.joch.policyengine.store.DecisionStore;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;

/** Decisions page by page, and sums. */
public final class ReadDecisions {

    private static final int USUAL_PAGE = 100;
    private static final int LARGEST_PAGE = 1000;
    private static final int DAYS = 7;

    private final DecisionStore store;
    private final Copies copies;
    private final RulesOutOfForce outOfForce;
    private final InstantSource clock;

    public ReadDecisions(
            DecisionStore store, Copies copies, RulesOutOfForce outOfForce, InstantSource clock) {
        this.store = store;
        this.copies = copies;
        this.outOfForce = outOfForce;
        this.clock = clock;
    }

    public ListDecisionsResponse list(ListDecisionsRequest request) {
        int size = request.getPageSize() == 0 ? USUAL_PAGE : request.getPageSize();
        if (size < 1 || size > LARGEST_PAGE) {
            throw new ProblemException(
                    new ServiceProblem.InvalidRequest(
                            "page_size", "a page has 1 to " + LARGEST_PAGE));
        }
        String[] place = place(request.getPageToken());
        List<RecordedDecision> found =
                store.list(
                        new DecisionStore.Query(
                                request.getTenant(),
                                request.getNamespacesList(),
                                request.getAgent(),
                                request.getPolicy(),
                                request.getHook(),
                                request.getDecisionsList(),
                                request.hasSince()
                                        ? Instant.ofEpochSecond(request.getSince().getSeconds())
                                        : Instant.EPOCH,
                                Instant.parse(place[0]),
                                place[1],
                                size + 1));
        ListDecisionsResponse.Builder page = ListDecisionsResponse.newBuilder();
        page.addAllDecisions(found.subList(0, Math.min(size, found.size())));
        if (found.size() > size) {
            page.setNextPageToken(token(found.get(size - 1)));
        }
        return page.build();
    }

    private static String token(RecordedDecision last) {
        Instant at =
                Instant.ofEpochSecond(
                        last.getDecidedAt().getSeconds(), last.getDecidedAt().getNanos());
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((at + " " + last.getDecisionId()).getBytes(StandardCharsets.UTF_8));
    }

    private String[] place(String token) {
        if (token.isEmpty()) {
            return new String[] {clock.instant().plus(Duration.ofMinutes(5)).toString(), ""};
        }
        try {
            String[] parts =
                    new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8)
                            .split(" ", 2);
            Instant.parse(parts[0]);
            return new String[] {parts[0], parts[1]};
        } catch (RuntimeException e) {
            throw new ProblemException(
                    new ServiceProblem.InvalidRequest(
                            "page_token", "is not of this list; begin again without one"),
                    e);
        }
    }

    /** The day before the first one whose sums are read. */
    static LocalDate before(Instant now) {
        return now.atOffset(ZoneOffset.UTC).toLocalDate().minusDays(DAYS);
    }

    public GetPolicyUseResponse use(GetPolicyUseRequest request) {
        ResourceKey policy = request.getPolicy();
        DecisionStore.Use use =
                store.use(
                        policy.getTenant(),
                        policy.getNamespace(),
                        policy.getName(),
                        before(clock.instant()));
        GetPolicyUseResponse.Builder answer =
                GetPolicyUseResponse.newBuilder()
                        .setAgents(agents(policy))
                        .setEvaluations(use.evaluations())
                        .setDenials(use.denials())
                        .setModifications(use.modifications());
        if (use.evaluations() > 0) {
            answer.setLastEvaluatedAt(Told.timestamp(use.last()));
        }
        outOfForce.disabled(policy.getTenant()).stream()
                .filter(rule -> rule.getPolicy().equals(policy))
                .forEach(answer::addDisabled);
        return answer.build();
    }

    private long agents(ResourceKey policy) {
        return copies.agents(policy.getTenant()).stream()
                .filter(agent ->
                        copies.view(agent, "").policies().policies().stream()
                                .anyMatch(one ->
                                        one.name().equals(policy.getName())
                                                && one.namespace().equals(policy.getNamespace())))
                .count();
    }
}
