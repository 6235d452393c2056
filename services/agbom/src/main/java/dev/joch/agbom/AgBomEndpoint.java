package dev.joch.agbom;

import dev.joch.agbom.generate.GenerateBill;
import dev.joch.agbom.read.BillPages;
import dev.joch.agbom.read.ReadBills;
import dev.joch.agbom.store.Bill;
import dev.joch.agbom.store.BillQuery;
import dev.joch.agbom.store.Lineage;
import dev.joch.agbom.v1.AgBomServiceGrpc.AgBomServiceImplBase;
import dev.joch.agbom.v1.DiffBillsRequest;
import dev.joch.agbom.v1.DiffBillsResponse;
import dev.joch.agbom.v1.GenerateBillRequest;
import dev.joch.agbom.v1.GenerateBillResponse;
import dev.joch.agbom.v1.GetBillRequest;
import dev.joch.agbom.v1.GetBillResponse;
import dev.joch.agbom.v1.ListBillsRequest;
import dev.joch.agbom.v1.ListBillsResponse;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.service.failpoint.Failpoint;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import io.grpc.stub.StreamObserver;

import java.util.List;

/** Proto in, one call, proto out. */
final class AgBomEndpoint extends AgBomServiceImplBase {

    private static final int MOST_BILLS = 1000;
    private static final int STANDARD_BILLS = 100;

    private final GenerateBill generateBill;
    private final ReadBills readBills;

    AgBomEndpoint(GenerateBill generateBill, ReadBills readBills) {
        this.generateBill = generateBill;
        this.readBills = readBills;
    }

    @Override
    public void generateBill(
            GenerateBillRequest request, StreamObserver<GenerateBillResponse> answer) {
        ResourceKey asked = request.getAgent();
        if (!asked.getKind().equals("Agent")) {
            throw invalid("agent.kind", "bills are of an Agent");
        }
        Lineage lineage =
                lineage("agent", asked.getTenant(), asked.getNamespace(), asked.getName());
        GenerateBill.Outcome outcome =
                generateBill.generate(
                        ResourceKeys.of(
                                lineage.tenant(), "Agent", lineage.namespace(), lineage.agent()),
                        request.getMinRevision());
        answer.onNext(
                GenerateBillResponse.newBuilder()
                        .setBill(BillProtos.bill(outcome.bill()))
                        .setCreated(outcome.created())
                        .build());
        answer.onCompleted();
        Failpoint.AGBOM_ANSWER_AFTER.hit();
    }

    @Override
    public void getBill(GetBillRequest request, StreamObserver<GetBillResponse> answer) {
        ReadBills.Found found =
                readBills.get(
                        lineage(
                                "agent",
                                request.getTenant(),
                                request.getNamespace(),
                                request.getAgent()),
                        generation("generation", request.getGeneration(), 0),
                        request.getFormat(),
                        request.getSigned(),
                        request.getPlain());
        answer.onNext(BillProtos.found(found));
        answer.onCompleted();
    }

    @Override
    public void listBills(ListBillsRequest request, StreamObserver<ListBillsResponse> answer) {
        if (request.getTenant().isEmpty()) {
            throw invalid("tenant", "a list is of one tenant");
        }
        if (request.getPageSize() < 0 || request.getPageSize() > MOST_BILLS) {
            throw invalid("page_size", "between 0 and " + MOST_BILLS);
        }
        int size = request.getPageSize() == 0 ? STANDARD_BILLS : request.getPageSize();
        List<Bill> bills =
                readBills.list(
                        new BillQuery(
                                request.getTenant(),
                                request.getNamespacesList(),
                                request.getHighRisk(),
                                request.getMcpServer(),
                                BillPages.after(request.getPageToken()),
                                size + 1));
        ListBillsResponse.Builder page = ListBillsResponse.newBuilder();
        bills.stream().limit(size).map(BillProtos::bill).forEach(page::addBills);
        if (bills.size() > size) {
            page.setNextPageToken(BillPages.token(bills.get(size - 1).lineage()));
        }
        answer.onNext(page.build());
        answer.onCompleted();
    }

    @Override
    public void diffBills(DiffBillsRequest request, StreamObserver<DiffBillsResponse> answer) {
        ReadBills.Difference difference =
                readBills.diff(
                        lineage(
                                "agent",
                                request.getTenant(),
                                request.getNamespace(),
                                request.getAgent()),
                        generation("from", request.getFrom(), 1),
                        generation("to", request.getTo(), 0));
        answer.onNext(BillProtos.difference(difference));
        answer.onCompleted();
    }

    private static Lineage lineage(String field, String tenant, String namespace, String agent) {
        if (tenant.isEmpty() || namespace.isEmpty() || agent.isEmpty()) {
            throw invalid(field, "an agent is named by tenant, namespace and name");
        }
        return new Lineage(tenant, namespace, agent);
    }

    private static long generation(String field, long value, long least) {
        if (value < least) {
            throw invalid(field, "generations begin with 1");
        }
        return value;
    }

    private static ProblemException invalid(String field, String rule) {
        return new ProblemException(new ServiceProblem.InvalidRequest(field, rule));
    }
}
