package dev.joch.apiserver.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joch.api.v1.GetVersionRequest;
import dev.joch.api.v1.GetVersionResponse;
import dev.joch.api.v1.ServerServiceGrpc;
import dev.joch.service.problem.ProblemException;
import dev.joch.testkit.wait.Await;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

@Timeout(30)
class CallLimitsTest {

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<Status> ends = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    /** A call whose end is noted. */
    private final class Noted extends ServerCall<GetVersionRequest, GetVersionResponse> {
        @Override
        public void request(int messages) {}

        @Override
        public void sendHeaders(Metadata headers) {}

        @Override
        public void sendMessage(GetVersionResponse message) {}

        @Override
        public void close(Status status, Metadata trailers) {
            ends.add(status);
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public MethodDescriptor<GetVersionRequest, GetVersionResponse> getMethodDescriptor() {
            return ServerServiceGrpc.getGetVersionMethod();
        }
    }

    private static final ServerCallHandler<GetVersionRequest, GetVersionResponse> SILENT =
            (call, headers) -> new ServerCall.Listener<>() {};

    @Test
    void whoNeverSendsItsRequestTakesNobodysPlace() {
        CallLimits limits = new CallLimits(1, Duration.ofMillis(100), timer);
        limits.interceptCall(new Noted(), new Metadata(), SILENT);
        assertThatThrownBy(() -> limits.interceptCall(new Noted(), new Metadata(), SILENT))
                .isInstanceOf(ProblemException.class);
        Await.until("it is given up on", Duration.ofSeconds(10), () -> !ends.isEmpty());
        assertThat(ends.getFirst().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        limits.interceptCall(new Noted(), new Metadata(), SILENT);
    }
}
