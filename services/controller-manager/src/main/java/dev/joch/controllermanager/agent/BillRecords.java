package dev.joch.controllermanager.agent;

import com.google.protobuf.Any;

import dev.joch.controllermanager.graph.GraphStore;
import dev.joch.controllermanager.read.Found;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.kind.Kinds;
import dev.joch.resource.v1alpha1.AgBOMRefresh;
import dev.joch.resource.v1alpha1.AgBOMSpec;
import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.OwnerReference;
import dev.joch.resource.v1alpha1.Ref;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.resourcestore.v1.Delete;
import dev.joch.resourcestore.v1.Mutation;
import dev.joch.resourcestore.v1.Precondition;
import dev.joch.resourcestore.v1.Put;
import dev.joch.resourcestore.v1.ResourceStoreServiceGrpc;
import dev.joch.resourcestore.v1.ResourceStoreServiceGrpc.ResourceStoreServiceBlockingStub;
import dev.joch.resourcestore.v1.WriteRequest;
import dev.joch.service.failpoint.Failpoint;
import dev.joch.service.problem.PeerFailure;

import io.grpc.Channel;
import io.grpc.StatusRuntimeException;

import java.sql.SQLException;
import java.util.Optional;

/**
 * The AgBOM record of an agent. Where nobody wrote one, the agent gets one of its own, which goes
 * with it.
 */
public final class BillRecords {

    /** Ours: we may take it away again. */
    static final String MADE_BY = "joch.dev/made-by";

    private static final String SUFFIX = "-agbom";
    private static final String US = "controller-manager";

    private final GraphStore graph;
    private final ResourceStoreServiceBlockingStub store;

    public BillRecords(GraphStore graph, Channel store) {
        this.graph = graph;
        this.store = ResourceStoreServiceGrpc.newBlockingStub(store);
    }

    /** Name by which an agent's bill is looked for. */
    static ResourceKey conventional(ResourceKey agent) {
        return ResourceKeys.of(
                agent.getTenant(), "AgBOM", agent.getNamespace(), agent.getName() + SUFFIX);
    }

    /** The agent that looks for a bill of that name. */
    static Optional<ResourceKey> looksFor(ResourceKey bill) {
        String name = bill.getName();
        return name.endsWith(SUFFIX) && name.length() > SUFFIX.length()
                ? Optional.of(
                        ResourceKeys.of(
                                bill.getTenant(),
                                "Agent",
                                bill.getNamespace(),
                                name.substring(0, name.length() - SUFFIX.length())))
                : Optional.empty();
    }

    /**
     * The record that describes the agent.
     *
     * @param wanted whether the agent wants one
     * @param found what was read with the agent: its own bill is among it, if there is one
     */
    Optional<ResourceKey> of(Resource agent, boolean wanted, Found found) throws SQLException {
        ResourceKey key = ResourceKeys.of(agent);
        ResourceKey own = conventional(key);
        Optional<Resource> there = found.any(own);
        if (!wanted) {
            there.filter(BillRecords::ours).ifPresent(this::delete);
            return Optional.empty();
        }
        if (there.isPresent()) {
            return found.usable(own).map(_ -> own);
        }
        Optional<ResourceKey> other =
                graph.dependents(key, "AgBOM").stream()
                        .filter(bill -> bill.getNamespace().equals(key.getNamespace()))
                        .findFirst();
        if (other.isPresent()) {
            return other;
        }
        create(agent, own);
        return Optional.of(own);
    }

    private static boolean ours(Resource bill) {
        return !bill.getMetadata().hasDeletedAt()
                && bill.getMetadata().getAnnotationsOrDefault(MADE_BY, "").equals(US);
    }

    private void create(Resource agent, ResourceKey own) {
        ObjectMeta owner = agent.getMetadata();
        AgBOMSpec spec =
                AgBOMSpec.newBuilder()
                        .setAgentRef(Ref.newBuilder().setName(owner.getName()))
                        .addFormats("cyclonedx")
                        .setRefresh(AgBOMRefresh.newBuilder().setOnChange(true))
                        .build();
        Resource bill =
                Kinds.kind("AgBOM")
                        .newResource()
                        .setMetadata(
                                ObjectMeta.newBuilder()
                                        .setTenant(own.getTenant())
                                        .setNamespace(own.getNamespace())
                                        .setName(own.getName())
                                        .putLabels("agent", owner.getName())
                                        .putAnnotations(MADE_BY, US)
                                        .addOwnerReferences(
                                                OwnerReference.newBuilder()
                                                        .setApiVersion(agent.getApiVersion())
                                                        .setKind(agent.getKind())
                                                        .setName(owner.getName())
                                                        .setUid(owner.getUid())))
                        .setSpec(Any.pack(spec))
                        .build();
        Failpoint.CONTROLLER_BILL_BEFORE.hit();
        // no reference is kept beside the ownership: it must not hold the agent back
        write(
                WriteRequest.newBuilder()
                        .setTenant(own.getTenant())
                        .addMutations(
                                Mutation.newBuilder().setPut(Put.newBuilder().setResource(bill)))
                        .addPreconditions(
                                Precondition.newBuilder()
                                        .setKey(ResourceKeys.of(agent))
                                        .setExpectation(Precondition.Expectation.EXPECTATION_EXISTS)
                                        .setUid(owner.getUid()))
                        .addPreconditions(
                                Precondition.newBuilder()
                                        .setKey(own)
                                        .setExpectation(
                                                Precondition.Expectation.EXPECTATION_ABSENT))
                        .build());
        Failpoint.CONTROLLER_BILL_AFTER.hit();
    }

    private void delete(Resource bill) {
        write(
                WriteRequest.newBuilder()
                        .setTenant(bill.getMetadata().getTenant())
                        .addMutations(
                                Mutation.newBuilder()
                                        .setDelete(
                                                Delete.newBuilder()
                                                        .setKey(ResourceKeys.of(bill))
                                                        .setUid(bill.getMetadata().getUid())))
                        .build());
    }

    private void write(WriteRequest request) {
        try {
            if (store.write(request).getOutcomesCount() == 0) {
                throw new IllegalStateException("a write has an outcome");
            }
        } catch (StatusRuntimeException e) {
            throw PeerFailure.of("the resource store", e);
        }
    }
}
