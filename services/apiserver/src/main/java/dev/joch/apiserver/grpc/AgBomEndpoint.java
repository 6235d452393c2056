package dev.joch.apiserver.grpc;

import dev.joch.api.v1.AgBomServiceGrpc.AgBomServiceImplBase;
import dev.joch.api.v1.DiffAgentBillsRequest;
import dev.joch.api.v1.DiffAgentBillsResponse;
import dev.joch.api.v1.GetAgentBillRequest;
import dev.joch.api.v1.GetAgentBillResponse;
import dev.joch.api.v1.ListAgentBillsRequest;
import dev.joch.api.v1.ListAgentBillsResponse;
import dev.joch.api.v1.RefreshAgentBillRequest;
import dev.joch.api.v1.RefreshAgentBillResponse;
import dev.joch.apiserver.agbom.AgBomUseCases;

import io.grpc.stub.StreamObserver;

/** Bills of materials: proto in, one call, proto out. */
public final class AgBomEndpoint extends AgBomServiceImplBase {

    private final AgBomUseCases cases;
    private final UnaryCall call = new UnaryCall();

    public AgBomEndpoint(AgBomUseCases cases) {
        this.cases = cases;
    }

    @Override
    public void getAgentBill(
            GetAgentBillRequest request, StreamObserver<GetAgentBillResponse> out) {
        call.answer(request, out, cases.read()::get);
    }

    @Override
    public void listAgentBills(
            ListAgentBillsRequest request, StreamObserver<ListAgentBillsResponse> out) {
        call.answer(request, out, cases.read()::list);
    }

    @Override
    public void refreshAgentBill(
            RefreshAgentBillRequest request, StreamObserver<RefreshAgentBillResponse> out) {
        call.answer(request, out, cases.refresh()::run);
    }

    @Override
    public void diffAgentBills(
            DiffAgentBillsRequest request, StreamObserver<DiffAgentBillsResponse> out) {
        call.answer(request, out, cases.read()::diff);
    }
}
