package dev.joch.apiserver.policy;

import com.google.protobuf.Message;

import dev.joch.api.v1.DisableRuleRequest;
import dev.joch.api.v1.DisableRuleResponse;
import dev.joch.api.v1.EnableRuleRequest;
import dev.joch.api.v1.EnableRuleResponse;
import dev.joch.api.v1.ListDisabledRulesRequest;
import dev.joch.api.v1.ListDisabledRulesResponse;
import dev.joch.apiserver.access.Verb;
import dev.joch.apiserver.peer.Peer;
import dev.joch.apiserver.resource.FindResource;
import dev.joch.apiserver.resource.Records;
import dev.joch.apiserver.resource.Rights;
import dev.joch.apiserver.resource.Words;
import dev.joch.common.v1.Caller;
import dev.joch.policy.v1.DisabledRule;
import dev.joch.policy.v1.PolicyServiceGrpc;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.List;
import java.util.function.Supplier;

/**
 * Takes one rule out of force for a while. Whom it restrains must not lift it, so the right is that
 * of an admin of the whole tenant, wherever the policy lives.
 */
public final class SuspendRule {

    private final Rights rights;
    private final Records records;
    private final FindResource stored;
    private final Peer engine;

    SuspendRule(Rights rights, Records records, FindResource stored, Peer engine) {
        this.rights = rights;
        this.records = records;
        this.stored = stored;
        this.engine = engine;
    }

    public DisableRuleResponse disable(Caller caller, DisableRuleRequest request) {
        ResourceKey policy = key(caller, request.getNamespace(), request.getPolicy());
        var question =
                dev.joch.policy.v1.DisableRuleRequest.newBuilder()
                        .setPolicy(policy)
                        .setRule(request.getRule())
                        .setSeconds(request.getSeconds())
                        .setReason(request.getReason())
                        .build();
        return change(
                caller,
                policy,
                request,
                () ->
                        DisableRuleResponse.newBuilder()
                                .setDisabled(
                                        engine.ask(channel ->
                                                        PolicyServiceGrpc.newBlockingStub(channel)
                                                                .disableRule(question))
                                                .getDisabled())
                                .build());
    }

    public EnableRuleResponse enable(Caller caller, EnableRuleRequest request) {
        ResourceKey policy = key(caller, request.getNamespace(), request.getPolicy());
        var question =
                dev.joch.policy.v1.EnableRuleRequest.newBuilder()
                        .setPolicy(policy)
                        .setRule(request.getRule())
                        .build();
        return change(
                caller,
                policy,
                request,
                () -> {
                    engine.ask(channel ->
                            PolicyServiceGrpc.newBlockingStub(channel).enableRule(question));
                    return EnableRuleResponse.getDefaultInstance();
                });
    }

    public ListDisabledRulesResponse list(Caller caller, ListDisabledRulesRequest request) {
        return records.read(
                caller,
                Verb.LIST,
                List.of("Policy/*"),
                says -> {
                    rights.namespaces(caller, Verb.LIST, "Policy", "", says);
                    var question =
                            dev.joch.policy.v1.ListDisabledRulesRequest.newBuilder()
                                    .setTenant(caller.getTenant())
                                    .build();
                    List<DisabledRule> disabled =
                            engine.ask(channel ->
                                            PolicyServiceGrpc.newBlockingStub(channel)
                                                    .listDisabledRules(question))
                                    .getDisabledList();
                    return ListDisabledRulesResponse.newBuilder()
                            .addAllDisabled(
                                    disabled.stream()
                                            .filter(rule -> rights.reads(caller, rule.getPolicy()))
                                            .toList())
                            .build();
                });
    }

    private <A> A change(Caller caller, ResourceKey policy, Message request, Supplier<A> work) {
        return records.change(
                caller,
                Verb.DISABLE,
                List.of(Words.text(policy)),
                request,
                // no namespace: the right has to hold in the whole tenant
                () ->
                        rights.check(
                                caller, Verb.DISABLE, policy.toBuilder().setNamespace("").build()),
                says -> {
                    Resource found = stored.get(policy);
                    says.policies(
                            List.of(policy.getName() + "@v" + found.getMetadata().getGeneration()));
                    return work.get();
                });
    }

    private static ResourceKey key(Caller caller, String namespace, String policy) {
        return ResourceKey.newBuilder()
                .setTenant(caller.getTenant())
                .setKind("Policy")
                .setNamespace(namespace)
                .setName(policy)
                .build();
    }
}
