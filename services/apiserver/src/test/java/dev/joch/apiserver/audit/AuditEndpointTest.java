package dev.joch.apiserver.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.joch.api.v1.AuditRecord;
import dev.joch.api.v1.AuditServiceGrpc;
import dev.joch.api.v1.GetVersionRequest;
import dev.joch.api.v1.GetVersionResponse;
import dev.joch.api.v1.ListAuditRecordsRequest;
import dev.joch.api.v1.ListAuditRecordsResponse;
import dev.joch.api.v1.ServerServiceGrpc;
import dev.joch.api.v1.VerifyAuditLogRequest;
import dev.joch.api.v1.VerifyAuditLogResponse;
import dev.joch.api.v1.WhoAmIRequest;
import dev.joch.apiserver.access.AccessGate;
import dev.joch.apiserver.access.AccessRecords;
import dev.joch.common.v1.Caller;
import dev.joch.service.caller.CallerClientInterceptor;
import dev.joch.service.caller.CallerServerInterceptor;
import dev.joch.service.caller.Callers;
import dev.joch.service.problem.ProblemInterceptor;
import dev.joch.service.problem.ProblemStatus;
import dev.joch.testkit.wait.Await;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The face of the audit log over gRPC. */
@Timeout(30)
final class AuditEndpointTest {

    private final MemoryAuditStore store = new MemoryAuditStore();
    private final HeadCheckpoints checkpoints = AuditFixture.checkpoints(store, null);
    private final RecordedAudit log =
            new RecordedAudit(store, checkpoints, AuditFixture.CLOCK, Duration.ofSeconds(2));
    private final AccessGate gate = new AccessGate(AccessRecords.none(), List.of("chief"));
    private final String name = "audit-endpoint-" + System.identityHashCode(this);
    private final Server server =
            InProcessServerBuilder.forName(name)
                    .addService(
                            new AuditEndpoint(
                                    new ReadAudit(store),
                                    new VerifyAudit(store, checkpoints),
                                    gate,
                                    log))
                    .addService(
                            new ServerEndpoint(
                                    GetVersionResponse.newBuilder().setVersion("1").build(),
                                    gate,
                                    log,
                                    "default"))
                    .intercept(new CallerServerInterceptor())
                    .intercept(new ProblemInterceptor())
                    .build();
    private final ManagedChannel channel =
            InProcessChannelBuilder.forName(name).intercept(new CallerClientInterceptor()).build();
    private final AuditServiceGrpc.AuditServiceBlockingStub audit =
            AuditServiceGrpc.newBlockingStub(channel);

    @BeforeEach
    void start() throws IOException {
        server.start();
        log.start();
        for (int i = 1; i <= 5; i++) {
            log.open(AuditFixture.entry("a", "Agent/x/" + i)).close(AuditTicket.OK, List.of());
        }
        log.open(AuditFixture.entry("b", "Agent/y/1")).close(AuditTicket.OK, List.of());
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        server.shutdownNow();
        log.close();
    }

    private static <T> T as(String subject, String tenant, Supplier<T> call) {
        Caller caller =
                Caller.newBuilder()
                        .setSubject(subject)
                        .setTenant(tenant)
                        .setMethod(tenant.isEmpty() ? "anonymous" : "oidc")
                        .setRequestId("r")
                        .build();
        try {
            return Callers.with(caller).call(call::get);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private ListAuditRecordsResponse list(ListAuditRecordsRequest request) {
        return as("chief", "a", () -> audit.listAuditRecords(request));
    }

    @Test
    void auditorSeesItsOwnTenantOnly() {
        assertThat(list(ListAuditRecordsRequest.getDefaultInstance()).getRecordsList())
                .hasSize(10)
                .allMatch(record -> record.getResource().startsWith("Agent/x/"));
        VerifyAuditLogResponse verified =
                as(
                        "chief",
                        "b",
                        () -> audit.verifyAuditLog(VerifyAuditLogRequest.getDefaultInstance()));
        assertThat(verified.getIntact()).isTrue();
        assertThat(verified.getVerified()).isEqualTo(2);
    }

    @Test
    void othersAreRefusedAndTheRefusalIsOnRecord() {
        StatusRuntimeException thrown =
                catchThrowableOfType(
                        StatusRuntimeException.class,
                        () ->
                                as(
                                        "eve",
                                        "a",
                                        () ->
                                                audit.listAuditRecords(
                                                        ListAuditRecordsRequest
                                                                .getDefaultInstance())));
        assertThat(ProblemStatus.fromException(thrown).orElseThrow().reason())
                .isEqualTo("FORBIDDEN");
        Await.until(
                "the refusal is on record",
                Duration.ofSeconds(5),
                () ->
                        list(ListAuditRecordsRequest.newBuilder().setSubject("eve").build())
                                .getRecordsList()
                                .stream()
                                .anyMatch(record -> record.getOutcome().equals("FORBIDDEN")));
    }

    @Test
    void pagesFollowOneAnother() {
        for (boolean descending : new boolean[] {false, true}) {
            ListAuditRecordsRequest request =
                    ListAuditRecordsRequest.newBuilder()
                            .setResource("Agent/x/")
                            .setPageSize(3)
                            .setDescending(descending)
                            .build();
            List<Long> sequences = new ArrayList<>();
            ListAuditRecordsResponse page = list(request);
            while (true) {
                page.getRecordsList().stream()
                        .map(AuditRecord::getSequence)
                        .forEach(sequences::add);
                if (page.getNextPageToken().isEmpty()) {
                    break;
                }
                page = list(request.toBuilder().setPageToken(page.getNextPageToken()).build());
            }
            assertThat(sequences).hasSize(10).doesNotHaveDuplicates();
        }
    }

    @Test
    void tokenOfAnotherListIsRefused() {
        String token =
                list(ListAuditRecordsRequest.newBuilder().setPageSize(1).build())
                        .getNextPageToken();
        for (String bad : List.of(token, "x", "***")) {
            StatusRuntimeException thrown =
                    catchThrowableOfType(
                            StatusRuntimeException.class,
                            () ->
                                    list(
                                            ListAuditRecordsRequest.newBuilder()
                                                    .setVerb("get")
                                                    .setPageToken(bad)
                                                    .build()));
            assertThat(ProblemStatus.fromException(thrown).orElseThrow().reason())
                    .isEqualTo("INVALID_PAGE_TOKEN");
        }
    }

    @Test
    void callerLearnsWhoItIs() {
        ServerServiceGrpc.ServerServiceBlockingStub stub =
                ServerServiceGrpc.newBlockingStub(channel);
        var who = as("chief", "a", () -> stub.whoAmI(WhoAmIRequest.getDefaultInstance()));
        assertThat(who.getRolesList()).containsExactly("admin@*", "auditor@*");
        assertThat(
                        as("", "", () -> stub.getVersion(GetVersionRequest.getDefaultInstance()))
                                .getVersion())
                .isEqualTo("1");
    }
}
