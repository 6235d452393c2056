package dev.joch.agbom;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;

import dev.joch.agbom.content.ContentDiff;
import dev.joch.agbom.content.Item;
import dev.joch.agbom.format.Format;
import dev.joch.agbom.read.ReadBills;
import dev.joch.agbom.v1.Bill;
import dev.joch.agbom.v1.BillComponent;
import dev.joch.agbom.v1.ChangedComponent;
import dev.joch.agbom.v1.DiffBillsResponse;
import dev.joch.agbom.v1.GetBillResponse;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.AgBOMArtifacts;
import dev.joch.resource.v1alpha1.AgBOMRisk;

import java.time.Instant;

/** Bills in the words of the contract. */
final class BillProtos {

    private BillProtos() {}

    static Bill bill(dev.joch.agbom.store.Bill bill) {
        Bill.Builder proto =
                Bill.newBuilder()
                        .setAgent(
                                ResourceKeys.of(
                                        bill.lineage().tenant(),
                                        "Agent",
                                        bill.lineage().namespace(),
                                        bill.lineage().agent()))
                        .setGeneration(bill.generation())
                        .setGeneratedAt(timestamp(bill.generatedAt()))
                        .setManifestDigest(bill.manifestDigest())
                        .setAgentGeneration(bill.agentGeneration())
                        .setContentDigest(bill.contentDigest())
                        .setArtifacts(artifacts(bill))
                        .addAllFormats(bill.formats())
                        .setSigned(bill.signed());
        bill.risks()
                .forEach(risk ->
                        proto.addRisks(
                                AgBOMRisk.newBuilder()
                                        .setKind(risk.kind())
                                        .setName(risk.name())
                                        .setReason(risk.reason())));
        return proto.build();
    }

    private static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }

    private static AgBOMArtifacts artifacts(dev.joch.agbom.store.Bill bill) {
        AgBOMArtifacts.Builder artifacts = AgBOMArtifacts.newBuilder();
        for (String word : bill.formats()) {
            Format.named(word)
                    .ifPresent(format -> {
                        String uri = format.artifact(bill.lineage().agent(), bill.generation());
                        switch (format) {
                            case CYCLONEDX -> artifacts.setCyclonedxRef(uri);
                            case SPDX -> artifacts.setSpdxRef(uri);
                            case SWID -> artifacts.setSwidRef(uri);
                        }
                    });
        }
        return artifacts.build();
    }

    static GetBillResponse found(ReadBills.Found found) {
        return GetBillResponse.newBuilder()
                .setBill(bill(found.bill()))
                .setDocument(ByteString.copyFrom(found.document().body()))
                .setMediaType(found.document().mediaType())
                .build();
    }

    static DiffBillsResponse difference(ReadBills.Difference difference) {
        DiffBillsResponse.Builder answer =
                DiffBillsResponse.newBuilder().setFrom(difference.from()).setTo(difference.to());
        ContentDiff diff = difference.diff();
        diff.added().forEach(item -> answer.addAdded(component(item)));
        diff.removed().forEach(item -> answer.addRemoved(component(item)));
        diff.changed()
                .forEach(change ->
                        answer.addChanged(
                                ChangedComponent.newBuilder()
                                        .setBefore(component(change.before()))
                                        .setAfter(component(change.after()))
                                        .addAllFields(change.fields())));
        return answer.build();
    }

    private static BillComponent component(Item item) {
        return BillComponent.newBuilder()
                .setRef(item.ref())
                .setKind(item.kind())
                .setName(item.name())
                .setVersion(item.version())
                .build();
    }
}
