package dev.joch.apiserver.resource;

import com.google.common.hash.Hashing;
import com.google.protobuf.Message;

import dev.joch.apiserver.access.Grant;
import dev.joch.apiserver.access.PeerAddress;
import dev.joch.apiserver.access.Verb;
import dev.joch.apiserver.audit.AuditEntry;
import dev.joch.apiserver.audit.AuditLog;
import dev.joch.apiserver.audit.AuditTicket;
import dev.joch.apiserver.audit.RefusalRecords;
import dev.joch.common.v1.Caller;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ProblemStatus;
import dev.joch.service.problem.RemoteProblem;

import io.grpc.StatusRuntimeException;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Wraps calls in their audit records, so that no use case can answer without one. */
public final class Records {

    /** What had a say in a call: rules of the gate, policies of admission. */
    public static final class Says {
        private final Set<String> policies = new LinkedHashSet<>();

        public void grants(Collection<Grant> grants) {
            grants.forEach(grant -> policies.add(grant.rule()));
        }

        public void policies(Collection<String> names) {
            policies.addAll(names);
        }
    }

    private final AuditLog log;

    public Records(AuditLog log) {
        this.log = log;
    }

    /** A call that changes nothing: one record, with its outcome. */
    public <T> T read(Caller caller, Verb verb, List<String> resources, Function<Says, T> work) {
        RefusalRecords.leaveToMe();
        AuditEntry entry = AuditEntry.of(caller, verb.word(), resources, "", PeerAddress.current());
        Says says = new Says();
        T answer;
        try {
            answer = work.apply(says);
        } catch (RuntimeException e) {
            log.read(entry, reason(e), says.policies);
            throw e;
        }
        log.read(entry, AuditTicket.OK, says.policies);
        return answer;
    }

    /** Reads what a call is about; what cannot be read is on record under the name of the RPC. */
    <T> T understood(Caller caller, Verb verb, String rpc, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (ProblemException unreadable) {
            return read(
                    caller,
                    verb,
                    List.of(rpc),
                    says -> {
                        throw unreadable;
                    });
        }
    }

    /**
     * A call that changes something.
     *
     * @param authorise asks the gate; a refusal is on record, but opens no intent
     * @param work runs when the intent is durable; its outcome is durable before the answer
     */
    public <T> T change(
            Caller caller,
            Verb verb,
            List<String> resources,
            Message request,
            Supplier<List<Grant>> authorise,
            Function<Says, T> work) {
        RefusalRecords.leaveToMe();
        AuditEntry entry =
                AuditEntry.of(
                        caller, verb.word(), resources, digest(request), PeerAddress.current());
        Says says = new Says();
        try {
            says.grants(authorise.get());
        } catch (RuntimeException e) {
            log.read(entry, reason(e), says.policies);
            throw e;
        }
        AuditTicket ticket = log.open(entry);
        T answer;
        try {
            answer = work.apply(says);
        } catch (RuntimeException e) {
            ticket.close(reason(e), says.policies);
            throw e;
        }
        ticket.close(AuditTicket.OK, says.policies);
        return answer;
    }

    /** The stable word for what went wrong. */
    public static String reason(RuntimeException exception) {
        return switch (exception) {
            case ProblemException known -> known.problem().reason();
            case StatusRuntimeException remote ->
                    ProblemStatus.fromException(remote)
                            .map(RemoteProblem::reason)
                            .orElse(remote.getStatus().getCode().name());
            default -> "INTERNAL";
        };
    }

    private static String digest(Message request) {
        return Hashing.sha256().hashBytes(request.toByteArray()).toString();
    }
}
