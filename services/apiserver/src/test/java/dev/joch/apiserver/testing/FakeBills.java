package dev.joch.apiserver.testing;

import com.google.protobuf.ByteString;

import dev.joch.agbom.v1.AgBomServiceGrpc.AgBomServiceImplBase;
import dev.joch.agbom.v1.Bill;
import dev.joch.agbom.v1.BillComponent;
import dev.joch.agbom.v1.DiffBillsRequest;
import dev.joch.agbom.v1.DiffBillsResponse;
import dev.joch.agbom.v1.GenerateBillRequest;
import dev.joch.agbom.v1.GenerateBillResponse;
import dev.joch.agbom.v1.GetBillRequest;
import dev.joch.agbom.v1.GetBillResponse;
import dev.joch.agbom.v1.ListBillsRequest;
import dev.joch.agbom.v1.ListBillsResponse;

import io.grpc.stub.StreamObserver;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers each question with what was asked. */
public final class FakeBills extends AgBomServiceImplBase {

    private final List<Object> asked = new CopyOnWriteArrayList<>();

    public Object last() {
        return asked.getLast();
    }

    @Override
    public void getBill(GetBillRequest request, StreamObserver<GetBillResponse> out) {
        asked.add(request);
        answer(
                GetBillResponse.newBuilder()
                        .setDocument(ByteString.copyFromUtf8("{\"bomFormat\":\"CycloneDX\"}"))
                        .setMediaType(
                                request.getFormat().equals("spdx")
                                        ? "application/spdx+json; version=2.3"
                                        : "application/vnd.cyclonedx+json; version=1.6")
                        .build(),
                out);
    }

    @Override
    public void listBills(ListBillsRequest request, StreamObserver<ListBillsResponse> out) {
        asked.add(request);
        answer(
                ListBillsResponse.newBuilder()
                        .addBills(Bill.newBuilder().setGeneration(3).setSigned(true))
                        .setNextPageToken("more")
                        .build(),
                out);
    }

    @Override
    public void generateBill(
            GenerateBillRequest request, StreamObserver<GenerateBillResponse> out) {
        asked.add(request);
        answer(
                GenerateBillResponse.newBuilder()
                        .setBill(Bill.newBuilder().setAgent(request.getAgent()).setGeneration(4))
                        .setCreated(true)
                        .build(),
                out);
    }

    @Override
    public void diffBills(DiffBillsRequest request, StreamObserver<DiffBillsResponse> out) {
        asked.add(request);
        answer(
                DiffBillsResponse.newBuilder()
                        .setFrom(request.getFrom())
                        .setTo(4)
                        .addAdded(BillComponent.newBuilder().setRef("urn:tool:zendesk.search"))
                        .build(),
                out);
    }

    private static <A> void answer(A answer, StreamObserver<A> out) {
        out.onNext(answer);
        out.onCompleted();
    }
}
