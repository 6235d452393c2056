package dev.joch.apiserver.audit;

import dev.joch.api.v1.GetVersionRequest;
import dev.joch.api.v1.GetVersionResponse;
import dev.joch.api.v1.ServerServiceGrpc.ServerServiceImplBase;
import dev.joch.api.v1.WhoAmIRequest;
import dev.joch.api.v1.WhoAmIResponse;
import dev.joch.apiserver.access.AccessGate;
import dev.joch.apiserver.access.PeerAddress;
import dev.joch.apiserver.access.Verb;
import dev.joch.common.v1.Caller;
import dev.joch.service.caller.Callers;

import io.grpc.stub.StreamObserver;

import java.util.List;

/** Who the caller is and what the server is. */
public final class ServerEndpoint extends ServerServiceImplBase {

    private final GetVersionResponse version;
    private final AccessGate gate;
    private final AuditLog log;
    private final String defaultTenant;

    /**
     * @param version what the server says of itself
     * @param defaultTenant in whose log calls without a token are taken down
     */
    public ServerEndpoint(
            GetVersionResponse version, AccessGate gate, AuditLog log, String defaultTenant) {
        this.version = version;
        this.gate = gate;
        this.log = log;
        this.defaultTenant = defaultTenant;
    }

    @Override
    public void getVersion(GetVersionRequest request, StreamObserver<GetVersionResponse> observer) {
        Caller caller = Callers.current();
        Caller recorded =
                caller.getTenant().isEmpty()
                        ? caller.toBuilder().setTenant(defaultTenant).build()
                        : caller;
        record(recorded, Verb.VERSION, "joch.api.v1.ServerService/GetVersion");
        observer.onNext(version);
        observer.onCompleted();
    }

    @Override
    public void whoAmI(WhoAmIRequest request, StreamObserver<WhoAmIResponse> observer) {
        Caller caller = Callers.current();
        WhoAmIResponse answer =
                WhoAmIResponse.newBuilder()
                        .setSubject(caller.getSubject())
                        .setTenant(caller.getTenant())
                        .setMethod(caller.getMethod())
                        .addAllGroups(caller.getGroupsList())
                        .addAllRoles(gate.roles(caller))
                        .build();
        record(caller, Verb.WHOAMI, "joch.api.v1.ServerService/WhoAmI");
        observer.onNext(answer);
        observer.onCompleted();
    }

    private void record(Caller caller, Verb verb, String rpc) {
        RefusalRecords.leaveToMe();
        AuditEntry entry =
                AuditEntry.of(caller, verb.word(), List.of(rpc), "", PeerAddress.current());
        log.read(entry, AuditTicket.OK, List.of("rbac:authenticated"));
    }
}
