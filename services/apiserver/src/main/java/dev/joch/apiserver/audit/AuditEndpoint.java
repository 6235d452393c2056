package dev.joch.apiserver.audit;

import dev.joch.api.v1.AuditServiceGrpc.AuditServiceImplBase;
import dev.joch.api.v1.ListAuditRecordsRequest;
import dev.joch.api.v1.ListAuditRecordsResponse;
import dev.joch.api.v1.VerifyAuditLogRequest;
import dev.joch.api.v1.VerifyAuditLogResponse;
import dev.joch.apiserver.access.AccessGate;
import dev.joch.apiserver.access.AccessRequest;
import dev.joch.apiserver.access.Grant;
import dev.joch.apiserver.access.PeerAddress;
import dev.joch.apiserver.access.Verb;
import dev.joch.common.v1.Caller;
import dev.joch.service.caller.Callers;
import dev.joch.service.problem.ProblemException;

import io.grpc.stub.StreamObserver;

import java.util.List;
import java.util.function.Function;

/**
 * The audit log to those who may read it. Each sees its own tenant; reading is on record as well.
 */
public final class AuditEndpoint extends AuditServiceImplBase {

    private static final String LIST = "joch.api.v1.AuditService/ListAuditRecords";
    private static final String VERIFY = "joch.api.v1.AuditService/VerifyAuditLog";

    private final ReadAudit read;
    private final VerifyAudit verify;
    private final AccessGate gate;
    private final AuditLog log;

    AuditEndpoint(ReadAudit read, VerifyAudit verify, AccessGate gate, AuditLog log) {
        this.read = read;
        this.verify = verify;
        this.gate = gate;
        this.log = log;
    }

    @Override
    public void listAuditRecords(
            ListAuditRecordsRequest request, StreamObserver<ListAuditRecordsResponse> observer) {
        answer(observer, recorded(LIST, tenant -> read.list(tenant, request)));
    }

    @Override
    public void verifyAuditLog(
            VerifyAuditLogRequest request, StreamObserver<VerifyAuditLogResponse> observer) {
        answer(observer, recorded(VERIFY, tenant -> verified(tenant, request)));
    }

    private VerifyAuditLogResponse verified(String tenant, VerifyAuditLogRequest request) {
        VerifyAudit.Report report = verify.verify(tenant, request.getFromSequence());
        return VerifyAuditLogResponse.newBuilder()
                .setIntact(report.intact())
                .setVerified(report.verified())
                .setHeadSequence(report.head().sequence())
                .setHeadHash(report.head().hashText())
                .addAllFaults(report.faults())
                .build();
    }

    private <A> A recorded(String rpc, Function<String, A> work) {
        RefusalRecords.leaveToMe();
        Caller caller = Callers.current();
        AuditEntry entry =
                AuditEntry.of(caller, Verb.AUDIT.word(), List.of(rpc), "", PeerAddress.current());
        List<String> rules = List.of();
        try {
            Grant grant = gate.check(caller, AccessRequest.of(Verb.AUDIT));
            rules = List.of(grant.rule());
            A answer = work.apply(caller.getTenant());
            log.read(entry, AuditTicket.OK, rules);
            return answer;
        } catch (ProblemException e) {
            if (!(e.problem() instanceof AuditProblem.AuditUnavailable)) {
                log.read(entry, e.problem().reason(), rules);
            }
            throw e;
        } catch (RuntimeException e) {
            log.read(entry, "INTERNAL", rules);
            throw e;
        }
    }

    private static <A> void answer(StreamObserver<A> observer, A answer) {
        observer.onNext(answer);
        observer.onCompleted();
    }
}
