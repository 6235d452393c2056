package dev.joch.agbom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.joch.agbom.format.CycloneDxSchema;
import dev.joch.agbom.format.Format;
import dev.joch.agbom.sign.SigningKey;
import dev.joch.agbom.sign.VerifyBill;
import dev.joch.agbom.v1.AgBomServiceGrpc;
import dev.joch.agbom.v1.AgBomServiceGrpc.AgBomServiceBlockingStub;
import dev.joch.agbom.v1.BillComponent;
import dev.joch.agbom.v1.DiffBillsRequest;
import dev.joch.agbom.v1.DiffBillsResponse;
import dev.joch.agbom.v1.GenerateBillRequest;
import dev.joch.agbom.v1.GenerateBillResponse;
import dev.joch.agbom.v1.GetBillRequest;
import dev.joch.agbom.v1.GetBillResponse;
import dev.joch.agbom.v1.ListBillsRequest;
import dev.joch.event.v1.AgBOMUpdated;
import dev.joch.events.EventLog;
import dev.joch.resource.v1alpha1.AgBOMSigning;
import dev.joch.resource.v1alpha1.AgBOMSpec;
import dev.joch.service.mesh.MeshChannels;
import dev.joch.service.problem.ProblemStatus;
import dev.joch.service.process.JochProcess;
import dev.joch.testkit.postgres.Postgres;
import dev.joch.testkit.postgres.PostgresUrl;

import io.grpc.StatusRuntimeException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The real module over in-process gRPC, on a real Postgres. */
@ExtendWith(Postgres.class)
final class AgBomFaceTest {

    private final JochProcess process;
    private final Path key;
    private final Sample sample = new Sample();

    AgBomFaceTest(PostgresUrl database, @TempDir Path folder) {
        this.key = folder.resolve("keys/agbom.pem");
        Map<String, Object> overrides = new HashMap<>();
        overrides.put("joch.database.url", database.jdbc());
        overrides.put("joch.agbom.signing.key-file", key.toString());
        this.process = JochProcess.start(List.of("agbom"), List.of(), overrides);
    }

    @BeforeEach
    void hold() {
        process.bean(FakeStore.class).hold(sample);
        process.bean(FakeCompiler.class).has(sample);
    }

    @AfterEach
    void stop() {
        process.close();
    }

    private AgBomServiceBlockingStub agBom() {
        return AgBomServiceGrpc.newBlockingStub(process.bean(MeshChannels.class).to("agbom"));
    }

    private GenerateBillResponse generate() {
        return agBom().generateBill(
                        GenerateBillRequest.newBuilder().setAgent(Sample.agentKey()).build());
    }

    private GetBillResponse get(GetBillRequest.Builder request) {
        return agBom().getBill(
                        request.setTenant(Sample.TENANT)
                                .setNamespace(Sample.NAMESPACE)
                                .setAgent(Sample.AGENT)
                                .build());
    }

    private static String reason(Runnable call) {
        StatusRuntimeException refused = assertThrows(StatusRuntimeException.class, call::run);
        return ProblemStatus.fromException(refused).orElseThrow().reason();
    }

    @Test
    void aStoreThatIsBehindGivesNoBill() {
        GenerateBillRequest.Builder request =
                GenerateBillRequest.newBuilder().setAgent(Sample.agentKey());
        GenerateBillRequest newer = request.setMinRevision(FakeStore.REVISION + 1).build();
        assertThat(reason(() -> agBom().generateBill(newer))).isEqualTo("STORE_BEHIND");
        GenerateBillRequest seen = request.setMinRevision(FakeStore.REVISION).build();
        assertThat(agBom().generateBill(seen).getCreated()).isTrue();
    }

    @Test
    void whatDoesNotChangeMakesNoGeneration() {
        GenerateBillResponse first = generate();
        assertThat(first.getCreated()).isTrue();
        assertThat(first.getBill().getGeneration()).isEqualTo(1);
        assertThat(first.getBill().getArtifacts().getCyclonedxRef())
                .isEqualTo("artifact://agbom/support-triage/1.cdx.json");
        GenerateBillResponse again = generate();
        assertThat(again.getCreated()).isFalse();
        assertThat(again.getBill()).isEqualTo(first.getBill());
    }

    @Test
    void aChangeOfASourceMakesOneAndTheOldOneStays() {
        generate();
        byte[] old = get(GetBillRequest.newBuilder()).getDocument().toByteArray();
        hold(sample.knowledgeIs("regulated"));
        assertThat(generate().getBill().getGeneration()).isEqualTo(2);
        assertThat(get(GetBillRequest.newBuilder().setGeneration(1)).getDocument().toByteArray())
                .isEqualTo(old);
        assertThat(get(GetBillRequest.newBuilder()).getDocument().toStringUtf8())
                .contains("regulated");
        DiffBillsResponse diff =
                agBom().diffBills(
                                DiffBillsRequest.newBuilder()
                                        .setTenant(Sample.TENANT)
                                        .setNamespace(Sample.NAMESPACE)
                                        .setAgent(Sample.AGENT)
                                        .setFrom(1)
                                        .build());
        assertThat(diff.getTo()).isEqualTo(2);
        assertThat(diff.getChangedList())
                .singleElement()
                .satisfies(change -> {
                    assertThat(change.getAfter().getKind()).isEqualTo("KnowledgeSource");
                    assertThat(change.getFieldsList()).containsExactly("joch.classification");
                });
        assertThat(diff.getAddedList().stream().map(BillComponent::getRef)).isEmpty();
    }

    private void hold(Sample changed) {
        process.bean(FakeStore.class).hold(changed);
        process.bean(FakeCompiler.class).has(changed);
    }

    @Test
    void callsSideBySideMakeOneGeneration() throws Exception {
        List<Future<GenerateBillResponse>> calls = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                calls.add(threads.submit(this::generate));
            }
        }
        int created = 0;
        for (Future<GenerateBillResponse> call : calls) {
            assertThat(call.get().getBill().getGeneration()).isEqualTo(1);
            created += call.get().getCreated() ? 1 : 0;
        }
        assertThat(created).isEqualTo(1);
    }

    @Test
    void theGenerationAndItsEventAreOneCommit() throws Exception {
        generate();
        generate();
        EventLog.Page page = process.bean(BillDatabase.class).outbox().read(0, 10);
        assertThat(page.entries())
                .singleElement()
                .satisfies(entry -> {
                    AgBOMUpdated said = AgBOMUpdated.parseFrom(entry.event().payload());
                    assertThat(said.getAgent()).isEqualTo(Sample.agentKey());
                    assertThat(said.getGeneration()).isEqualTo(1);
                    assertThat(entry.event().topic()).isEqualTo("joch.resources.v1");
                });
    }

    @Test
    void everyFormatIsServedWithASignedCopyThatShowsTampering() {
        hold(
                sample.record(
                        AgBOMSpec.newBuilder()
                                .addFormats("swid")
                                .addFormats("cyclonedx")
                                .addFormats("spdx")
                                .setSigning(AgBOMSigning.newBuilder().setEnabled(true))
                                .build()));
        assertThat(generate().getBill().getFormatsList())
                .containsExactly("cyclonedx", "spdx", "swid");
        var check = SigningKey.with(key).check();
        for (Format format : Format.values()) {
            GetBillRequest.Builder request = GetBillRequest.newBuilder().setFormat(format.word());
            byte[] document = get(request).getDocument().toByteArray();
            byte[] signed = get(request.setSigned(true)).getDocument().toByteArray();
            assertThat(VerifyBill.verifies(format, document, signed, check)).isTrue();
            byte[] changed =
                    new String(document, StandardCharsets.UTF_8)
                            .replace("zendesk", "zendisk")
                            .getBytes(StandardCharsets.UTF_8);
            byte[] changedSigned =
                    new String(signed, StandardCharsets.UTF_8)
                            .replace("zendesk", "zendisk")
                            .getBytes(StandardCharsets.UTF_8);
            assertThat(changed).isNotEqualTo(document);
            assertThat(VerifyBill.verifies(format, changed, changedSigned, check)).isFalse();
        }
    }

    @Test
    void plainHasNothingOfJochsOwn() {
        generate();
        byte[] plain = get(GetBillRequest.newBuilder().setPlain(true)).getDocument().toByteArray();
        String text = new String(plain, StandardCharsets.UTF_8);
        assertThat(text).doesNotContain("\"joch.").contains("contextWindowTokens");
        assertThat(CycloneDxSchema.faults(plain)).isEmpty();
        assertThat(reason(() -> get(GetBillRequest.newBuilder().setPlain(true).setSigned(true))))
                .isEqualTo("INVALID_ARGUMENT");
    }

    @Test
    void listsFindRisksAndServers() {
        generate();
        ListBillsRequest.Builder all = ListBillsRequest.newBuilder().setTenant(Sample.TENANT);
        assertThat(agBom().listBills(all.build()).getBillsList()).hasSize(1);
        assertThat(agBom().listBills(all.setMcpServer("github").build()).getBillsList()).hasSize(1);
        assertThat(agBom().listBills(all.setMcpServer("gitlab").build()).getBillsList()).isEmpty();
        all.clearMcpServer().setHighRisk(true);
        assertThat(agBom().listBills(all.build()).getBillsList()).isEmpty();
        hold(sample.server(spec -> spec, status -> status.toBuilder().setTrustScore(0.3).build()));
        assertThat(generate().getBill().getRisksList()).hasSize(1);
        assertThat(agBom().listBills(all.build()).getBillsList()).hasSize(1);
        assertThat(agBom().listBills(all.setTenant("other").build()).getBillsList()).isEmpty();
    }

    @Test
    void refusalsSayWhatToDo() {
        assertThat(reason(() -> get(GetBillRequest.newBuilder()))).isEqualTo("BILL_NOT_FOUND");
        generate();
        assertThat(reason(() -> get(GetBillRequest.newBuilder().setGeneration(7))))
                .isEqualTo("BILL_NOT_FOUND");
        assertThat(reason(() -> get(GetBillRequest.newBuilder().setFormat("spdx"))))
                .isEqualTo("DOCUMENT_NOT_WRITTEN");
        assertThat(reason(() -> get(GetBillRequest.newBuilder().setFormat("word"))))
                .isEqualTo("INVALID_ARGUMENT");
        hold(
                sample.manifest(manifest -> {
                    var changed = manifest.toBuilder();
                    changed.getObservabilityBuilder().setAgbom("disabled");
                    return changed.build();
                }));
        assertThat(reason(this::generate)).isEqualTo("AGBOM_DISABLED");
        hold(sample.remove("Agent", Sample.NAMESPACE, Sample.AGENT));
        assertThat(reason(this::generate)).isEqualTo("AGENT_NOT_FOUND");
    }
}
