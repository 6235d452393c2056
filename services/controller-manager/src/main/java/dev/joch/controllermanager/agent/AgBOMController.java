package dev.joch.controllermanager.agent;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.agbom.v1.AgBomServiceGrpc;
import dev.joch.agbom.v1.AgBomServiceGrpc.AgBomServiceBlockingStub;
import dev.joch.agbom.v1.Bill;
import dev.joch.agbom.v1.GenerateBillRequest;
import dev.joch.controllermanager.graph.Dependent;
import dev.joch.controllermanager.graph.GraphStore;
import dev.joch.controllermanager.read.Found;
import dev.joch.controllermanager.read.ReadStore;
import dev.joch.controllermanager.status.KindController;
import dev.joch.controllermanager.status.Look;
import dev.joch.controllermanager.status.Resolved;
import dev.joch.controllermanager.status.Retention;
import dev.joch.controllermanager.status.StatusDraft;
import dev.joch.controllermanager.status.Subject;
import dev.joch.controllermanager.status.ValidateReferences;
import dev.joch.resource.field.References;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.schedule.CronTimes;
import dev.joch.resource.v1alpha1.AgBOMRefresh;
import dev.joch.resource.v1alpha1.AgBOMSpec;
import dev.joch.resource.v1alpha1.AgBOMStatus;
import dev.joch.resource.v1alpha1.AgentStatus;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.service.problem.PeerFailure;

import io.grpc.Channel;
import io.grpc.StatusRuntimeException;

import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A bill of materials: written anew when the agent or anything that it depends on changed. */
public final class AgBOMController implements KindController {

    private final AgBomServiceBlockingStub bills;
    private final GraphStore graph;
    private final ReadStore reads;

    public AgBOMController(Channel agbom, GraphStore graph, ReadStore reads) {
        this.bills = AgBomServiceGrpc.newBlockingStub(agbom);
        this.graph = graph;
        this.reads = reads;
    }

    @Override
    public String kind() {
        return "AgBOM";
    }

    /** An agent without a bill makes itself another one. */
    @Override
    public Set<ResourceKey> missing(ResourceKey key) throws SQLException {
        Set<ResourceKey> agents = new HashSet<>();
        for (ResourceKey target : graph.remembered(key).targets()) {
            if (target.getKind().equals("Agent")) {
                agents.add(target);
            }
        }
        BillRecords.looksFor(key).ifPresent(agents::add);
        return agents;
    }

    @Override
    public Look look(Subject subject) throws SQLException {
        StatusDraft draft = subject.draft();
        boolean resolved = ValidateReferences.into(draft, subject.references());
        Optional<Resource> agent = agent(subject);
        if (!resolved || agent.isEmpty()) {
            draft.phase("Pending").ready(false, "AgentMissing", "see ReferencesResolved");
            return Look.at(draft);
        }
        ResourceKey agentKey = ResourceKeys.of(agent.get());
        AgBOMRefresh refresh = subject.spec(AgBOMSpec.class).getRefresh();
        boolean onChange = !refresh.hasOnChange() || refresh.getOnChange();
        if (!compiled(agent.get())) {
            if (draft.phase().isEmpty()) {
                draft.phase("Pending");
            }
            draft.ready(false, "AgentNotCompiled", "the agent has no manifest: see its conditions");
        } else if (onChange || due(subject, refresh.getSchedule())) {
            judge(draft, generate(agentKey, subject.wokenBy()));
        }
        Look look = Look.at(draft).depends(dependent(subject, agentKey, onChange));
        return CronTimes.parse(refresh.getSchedule())
                .flatMap(times -> times.next(subject.now()))
                .map(next -> look.again(Retention.until(next, subject.now())))
                .orElse(look);
    }

    /**
     * The agent, looked at after it can wake this bill: otherwise one that gets its manifest in
     * between would find nobody to wake.
     */
    private Optional<Resource> agent(Subject subject) throws SQLException {
        Optional<Resource> agent = subject.target("spec.agentRef.name");
        Set<ResourceKey> agents = candidates(subject);
        Set<ResourceKey> known = subject.remembered().targets();
        if (known.containsAll(agents)) {
            return agent;
        }
        agents.addAll(known);
        graph.depend(Dependent.of(subject.key(), agents, subject.revision()));
        return agent.map(ResourceKeys::of).flatMap(key -> reads.read(List.of(key)).usable(key));
    }

    private static Set<ResourceKey> candidates(Subject subject) {
        Set<ResourceKey> candidates = new HashSet<>();
        for (Resolved resolved : subject.references()) {
            candidates.addAll(
                    ResourceKeys.candidates(
                            subject.key().getTenant(),
                            subject.key().getNamespace(),
                            resolved.reference()));
        }
        return candidates;
    }

    /** The first word about it is the agent's own: without a manifest there is nothing to list. */
    private static boolean compiled(Resource agent) {
        try {
            return agent.hasStatus()
                    && agent.getStatus().unpack(AgentStatus.class).getConditionsList().stream()
                            .anyMatch(condition ->
                                    condition.getType().equals("Compiled")
                                            && condition.getStatus().equals("True"));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("the status of the agent is another kind's", e);
        }
    }

    /** Without refresh on change: when the spec is new, nothing was written yet, or it is time. */
    static boolean due(Subject subject, String schedule) {
        AgBOMStatus status = subject.status(AgBOMStatus.class);
        if (!status.hasLastGeneratedAt()
                || status.getObservedGeneration()
                        != subject.resource().getMetadata().getGeneration()) {
            return true;
        }
        Instant last = Instant.ofEpochSecond(status.getLastGeneratedAt().getSeconds());
        return CronTimes.parse(schedule)
                .flatMap(times -> times.next(last))
                .filter(next -> !next.isAfter(subject.now()))
                .isPresent();
    }

    private Bill generate(ResourceKey agent, long least) {
        try {
            return bills.generateBill(
                            GenerateBillRequest.newBuilder()
                                    .setAgent(agent)
                                    .setMinRevision(least)
                                    .build())
                    .getBill();
        } catch (StatusRuntimeException e) {
            throw PeerFailure.of("the bills of materials", e);
        }
    }

    static void judge(StatusDraft draft, Bill bill) {
        AgBOMStatus.Builder fields = draft.fields(AgBOMStatus.Builder.class);
        fields.setGeneration(bill.getGeneration())
                .setLastGeneratedAt(bill.getGeneratedAt())
                .setArtifacts(bill.getArtifacts())
                .clearHighRiskComponents()
                .addAllHighRiskComponents(bill.getRisksList());
        draft.is(
                "LowRisk",
                bill.getRisksCount() == 0,
                bill.getRisksCount() == 0 ? "NothingFound" : "RisksFound",
                bill.getRisksCount() == 0 ? "" : "see status.highRiskComponents");
        draft.phase("Ready").ready(true, "Generated", "");
    }

    private Dependent dependent(Subject subject, ResourceKey agent, boolean onChange)
            throws SQLException {
        Set<ResourceKey> targets = candidates(subject);
        if (onChange) {
            Set<ResourceKey> ofAgent = graph.remembered(agent).targets();
            targets.addAll(ofAgent);
            targets.addAll(sources(ofAgent));
        }
        targets.remove(subject.key());
        return Dependent.of(subject.key(), targets, subject.revision());
    }

    /** What the agent's knowledge is made of: one step further than the compiler looks. */
    private Set<ResourceKey> sources(Set<ResourceKey> ofAgent) {
        List<ResourceKey> rags =
                ofAgent.stream().filter(key -> key.getKind().equals("RAG")).toList();
        Set<ResourceKey> sources = new HashSet<>();
        Found found = reads.read(rags);
        for (ResourceKey rag : rags) {
            found.usable(rag)
                    .ifPresent(resource ->
                            References.of(resource).stream()
                                    .filter(reference -> reference.kind().equals("KnowledgeSource"))
                                    .forEach(reference ->
                                            sources.addAll(
                                                    ResourceKeys.candidates(
                                                            rag.getTenant(),
                                                            rag.getNamespace(),
                                                            reference))));
        }
        return sources;
    }
}
