package dev.joch.apiserver.policy;

import com.google.protobuf.ByteString;

import dev.joch.api.v1.HandleHookRequest;
import dev.joch.api.v1.HandleHookResponse;
import dev.joch.apiserver.access.Verb;
import dev.joch.apiserver.peer.Peer;
import dev.joch.apiserver.resource.Records;
import dev.joch.apiserver.resource.Rights;
import dev.joch.common.v1.Caller;
import dev.joch.policy.v1.PolicyServiceGrpc;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.List;

/**
 * Hands a message of the agent observability standard to the engine. The engine answers as JSON-RPC
 * has it, so what keeps it from answering is said in the same form: its client understands no
 * other.
 */
public final class HandleHook {

    private static final String DEFAULT_NAMESPACE = "default";

    private final Rights rights;
    private final Records records;
    private final Peer engine;

    HandleHook(Rights rights, Records records, Peer engine) {
        this.rights = rights;
        this.records = records;
        this.engine = engine;
    }

    public HandleHookResponse run(Caller caller, HandleHookRequest request) {
        String namespace =
                request.getNamespace().isEmpty() ? DEFAULT_NAMESPACE : request.getNamespace();
        try {
            return records.read(
                    caller,
                    Verb.EVALUATE,
                    List.of("Agent/" + namespace + "/*"),
                    says -> {
                        says.grants(
                                rights.check(caller, Verb.EVALUATE, anyAgent(caller, namespace)));
                        return asked(caller, namespace, request.getMessage());
                    });
        } catch (RuntimeException e) {
            return refused(request, e);
        }
    }

    /** The same answer for what was wrong before anybody was asked. */
    public static HandleHookResponse refused(HandleHookRequest request, RuntimeException failure) {
        return HandleHookResponse.newBuilder()
                .setMessage(JsonRpcError.answer(request.getMessage(), failure))
                .build();
    }

    private HandleHookResponse asked(Caller caller, String namespace, ByteString message) {
        var question =
                dev.joch.policy.v1.HandleHookRequest.newBuilder()
                        .setTenant(caller.getTenant())
                        .setNamespace(namespace)
                        .setMessage(message)
                        .build();
        return HandleHookResponse.newBuilder()
                .setMessage(
                        engine.ask(channel ->
                                        PolicyServiceGrpc.newBlockingStub(channel)
                                                .handleHook(question))
                                .getMessage())
                .build();
    }

    private static ResourceKey anyAgent(Caller caller, String namespace) {
        return ResourceKey.newBuilder()
                .setTenant(caller.getTenant())
                .setKind("Agent")
                .setNamespace(namespace)
                .build();
    }
}
