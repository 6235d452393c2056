package dev.joch.agbom;

import dev.joch.compiler.v1.CompilerServiceGrpc.CompilerServiceImplBase;
import dev.joch.compiler.v1.GetManifestRequest;
import dev.joch.compiler.v1.GetManifestResponse;
import dev.joch.compiler.v1.Manifest;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;

import org.jspecify.annotations.Nullable;

/** A compiler that has compiled a sample, or nothing. */
final class FakeCompiler extends CompilerServiceImplBase {

    private volatile @Nullable Manifest manifest;

    void has(Sample sample) {
        manifest = sample.compiled();
    }

    @Override
    public void getManifest(
            GetManifestRequest request, StreamObserver<GetManifestResponse> answer) {
        Manifest kept = manifest;
        if (kept == null) {
            answer.onError(Status.UNAVAILABLE.asRuntimeException());
            return;
        }
        answer.onNext(GetManifestResponse.newBuilder().setManifest(kept).build());
        answer.onCompleted();
    }
}
