package dev.joch.policyengine.guard;

import com.google.protobuf.Value;

import dev.joch.policy.v1.Decision;
import dev.joch.policy.v1.EvaluateResponse;
import dev.joch.policyengine.ask.Inquiry;
import dev.joch.resource.v1alpha1.EnvironmentGuardian;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Asks the guardians of an environment in their order, after policy: any denial wins, changes are
 * made one after the other.
 */
public final class AskGuardians implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AskGuardians.class);

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(2))
                    .build();
    private final Semaphore seats;
    private final GuardianCall call;

    public AskGuardians(int parallel, int mostBytes) {
        this.seats = new Semaphore(parallel);
        this.call = new GuardianCall(client, mostBytes);
    }

    public EvaluateResponse ask(Inquiry inquiry, EvaluateResponse answer) {
        List<EnvironmentGuardian> guardians =
                inquiry.view()
                        .environmentSpec()
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
                            : inquiry.request().getPayload();
            current = with(guardian, inquiry, current, one(guardian, inquiry, payload));
        }
        return current;
    }

    private GuardianAnswer one(EnvironmentGuardian guardian, Inquiry inquiry, Value payload) {
        if (!seats.tryAcquire()) {
            return new GuardianAnswer.Away("too many questions are under way");
        }
        try {
            return call.ask(guardian, inquiry, payload);
        } finally {
            seats.release();
        }
    }

    private static EvaluateResponse with(
            EnvironmentGuardian guardian,
            Inquiry inquiry,
            EvaluateResponse current,
            GuardianAnswer said) {
        return switch (said) {
            case GuardianAnswer.Allow allow -> current;
            case GuardianAnswer.Deny deny ->
                    denied(current, guardian, "guardian-denied", deny.message());
            case GuardianAnswer.Modify modify -> modified(current, guardian, modify);
            case GuardianAnswer.Away away -> {
                LOG.warn("guardian {}: {}", guardian.getName(), away.why());
                yield open(guardian) || !inquiry.strict()
                        ? current
                        : denied(
                                current,
                                guardian,
                                "guardian-away",
                                "guardian " + guardian.getName() + ": " + away.why());
            }
        };
    }

    /** Who decided before still did: the guardian changes what is sent on. */
    private static EvaluateResponse modified(
            EvaluateResponse current, EnvironmentGuardian guardian, GuardianAnswer.Modify modify) {
        EvaluateResponse.Builder answer = current.toBuilder().setModifiedPayload(modify.payload());
        if (current.getDecision() == Decision.DECISION_ALLOW) {
            answer.setDecision(Decision.DECISION_MODIFY)
                    .setGuardian(guardian.getName())
                    .setReason("guardian-modified")
                    .setMessage(modify.message());
        }
        return answer.build();
    }

    private static boolean open(EnvironmentGuardian guardian) {
        return guardian.getFailMode().equals("open");
    }

    private static EvaluateResponse denied(
            EvaluateResponse current, EnvironmentGuardian guardian, String reason, String message) {
        return current.toBuilder()
                .setDecision(Decision.DECISION_DENY)
                .clearObligations()
                .clearModifiedPayload()
                .clearPolicy()
                .clearPolicyVersion()
                .clearRule()
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
