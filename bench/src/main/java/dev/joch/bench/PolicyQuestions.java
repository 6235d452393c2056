package dev.joch.bench;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;

import dev.joch.policy.v1.Decision;
import dev.joch.policy.v1.EvaluateRequest;
import dev.joch.policy.v1.EvaluateResponse;

import io.grpc.stub.StreamObserver;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What is asked of the policy engine. Made before: making it is not what is measured. */
final class PolicyQuestions {

    private final List<EvaluateRequest> harmless;
    private final List<EvaluateRequest> tooDear;

    /** One question for each of so many agents. */
    PolicyQuestions(int agents) {
        this.harmless = questions(agents, 0.5);
        this.tooDear = questions(agents, 10_000);
    }

    /** How a question gets to the engine. */
    @FunctionalInterface
    interface Way {
        /**
         * @param call number of the call, from 0
         */
        void ask(long call, EvaluateRequest question, StreamObserver<EvaluateResponse> answer);
    }

    /**
     * @param deniedOneOf so many calls is denied; 0 is none
     */
    Load.Beginning by(Way way, int deniedOneOf) {
        return (call, answered) -> {
            boolean denied = deniedOneOf > 0 && call % deniedOneOf == 0;
            List<EvaluateRequest> questions = denied ? tooDear : harmless;
            way.ask(
                    call,
                    questions.get((int) (call % questions.size())),
                    new Expected(
                            denied ? Decision.DECISION_DENY : Decision.DECISION_ALLOW, answered));
        };
    }

    /** Takes one answer. */
    private record Expected(Decision decision, Load.Answered answered)
            implements StreamObserver<EvaluateResponse> {

        @Override
        public void onNext(EvaluateResponse answer) {
            if (answer.getDecision() != decision) {
                answered.failed(new IllegalStateException("unexpected: " + answer));
            }
        }

        @Override
        public void onError(Throwable cause) {
            answered.failed(cause);
        }

        @Override
        public void onCompleted() {
            answered.answered();
        }
    }

    private static List<EvaluateRequest> questions(int agents, double cost) {
        return IntStream.range(0, agents).mapToObj(agent -> question(agent, cost)).toList();
    }

    private static EvaluateRequest question(int agent, double cost) {
        return EvaluateRequest.newBuilder()
                .setTenant(PolicyDecisions.TENANT)
                .setNamespace(PolicyDecisions.NAMESPACE)
                .setAgent("agent-" + agent)
                .setHook("steps/toolCallRequest")
                .putAllFacts(
                        Map.of(
                                "tool.name",
                                PolicyDecisions.text("tool-7"),
                                "tool.sideEffect",
                                PolicyDecisions.text("read_only"),
                                "cost.runUsd",
                                Value.newBuilder().setNumberValue(cost).build()))
                .setPayload(
                        Value.newBuilder()
                                .setStructValue(
                                        Struct.newBuilder()
                                                .putFields("to", PolicyDecisions.text("somebody"))
                                                .putFields(
                                                        "body",
                                                        PolicyDecisions.text(
                                                                "a text of a hundred words "
                                                                        .repeat(20)))))
                .build();
    }
}
