package dev.joch.policyengine.guard;

import com.google.protobuf.Value;

import dev.joch.policy.v1.Decision;
import dev.joch.policy.v1.EvaluateRequest;
import dev.joch.policy.v1.EvaluateResponse;
import dev.joch.policyengine.copy.AgentView;
import dev.joch.resource.v1alpha1.EnvironmentGuardian;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * Asks the guardians of an environment in their order, after policy: any denial wins, changes are
 * made one after the other.
 */
public final class AskGuardians implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AskGuardians.class);
    private static final Set<String> HARMLESS = Set.of("read_only", "local_write");

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final Semaphore seats;
    private final GuardianCall call;

    public AskGuardians(int parallel, int mostBytes) {
        this.seats = new Semaphore(parallel);
        this.call = new GuardianCall(client, mostBytes);
    }

    public EvaluateResponse ask(EvaluateRequest request, AgentView view, EvaluateResponse answer) {
        List<EnvironmentGuardian> guardians =
                view.environmentSpec()
                        .map(environment -> environment.getGuardiansList())
                        .orElse(List.of());
        EvaluateResponse current = answer;
        for (EnvironmentGuardian guardian : guardians) {
            if (current.getDecision() == Decision.DECISION_DENY) {
                return current;
            }
            Value payload =
                    current.hasModifiedPayload()
                            ? current.getModifiedPayload()
                            : request.getPayload();
            current = with(guardian, request, current, one(guardian, request, payload));
        }
        return current;
    }

    private GuardianAnswer one(
            EnvironmentGuardian guardian, EvaluateRequest request, Value payload) {
        if (!seats.tryAcquire()) {
            return new GuardianAnswer.Away("too many questions are under way");
        }
        try {
            return call.ask(guardian, request, payload);
        } finally {
            seats.release();
        }
    }

    private static EvaluateResponse with(
            EnvironmentGuardian guardian,
            EvaluateRequest request,
            EvaluateResponse current,
            GuardianAnswer said) {
        return switch (said) {
            case GuardianAnswer.Allow allow -> current;
            case GuardianAnswer.Deny deny ->
                    denied(current, guardian, "guardian-denied", deny.message());
            case GuardianAnswer.Modify modify ->
                    current.toBuilder()
                            .setDecision(
                                    current.getDecision() == Decision.DECISION_ASK
                                            ? Decision.DECISION_ASK
                                            : Decision.DECISION_MODIFY)
                            .setGuardian(guardian.getName())
                            .setModifiedPayload(modify.payload())
                            .setReason("guardian-modified")
                            .setMessage(modify.message())
                            .build();
            case GuardianAnswer.Away away -> {
                LOG.warn("guardian {}: {}", guardian.getName(), away.why());
                yield open(guardian) || harmless(request)
                        ? current
                        : denied(
                                current,
                                guardian,
                                "guardian-away",
                                "guardian " + guardian.getName() + ": " + away.why());
            }
        };
    }

    private static boolean open(EnvironmentGuardian guardian) {
        return guardian.getFailMode().equals("open");
    }

    private static boolean harmless(EvaluateRequest request) {
        Value sideEffect = request.getFactsMap().get("tool.sideEffect");
        return sideEffect != null && HARMLESS.contains(sideEffect.getStringValue());
    }

    private static EvaluateResponse denied(
            EvaluateResponse current, EnvironmentGuardian guardian, String reason, String message) {
        return current.toBuilder()
                .setDecision(Decision.DECISION_DENY)
                .clearObligations()
                .clearModifiedPayload()
                .setGuardian(guardian.getName())
                .setReason(reason)
                .setMessage(message)
                .build();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
