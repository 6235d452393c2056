package dev.joch.scheduler;

import dev.joch.agbom.v1.AgBomServiceGrpc.AgBomServiceImplBase;
import dev.joch.agbom.v1.Bill;
import dev.joch.agbom.v1.GenerateBillRequest;
import dev.joch.agbom.v1.GenerateBillResponse;

import io.grpc.stub.StreamObserver;

/** Every agent has the fifth generation of its bill. */
final class FakeBills extends AgBomServiceImplBase {

    @Override
    public void generateBill(
            GenerateBillRequest request, StreamObserver<GenerateBillResponse> answer) {
        answer.onNext(
                GenerateBillResponse.newBuilder()
                        .setBill(Bill.newBuilder().setAgent(request.getAgent()).setGeneration(5))
                        .build());
        answer.onCompleted();
    }
}
