package dev.joch.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.Timestamp;

import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.Resource;

import org.junit.jupiter.api.Test;

final class RecordsTest {

    private static final Resource B = Mesh.record("Tool", "b", 1);
    private static final Resource A = Mesh.record("Tool", "a", 1);

    @Test
    void recordsOfAPlaceStandInOrderOfTheirNames() {
        Records records = new Records();
        records.take(B, false);
        records.take(A, false);
        records.take(Mesh.record("Policy", "p", 1), false);
        assertThat(records.all("acme", "Tool", "ns")).containsExactly(A, B);
        assertThat(records.all("acme", "Tool", "elsewhere")).isEmpty();
        assertThat(records.all("other", "Tool", "ns")).isEmpty();
        assertThat(records.size()).isEqualTo(3);
    }

    @Test
    void theNewestOneCounts() {
        Records records = new Records();
        records.take(A, false);
        Resource newer = Mesh.record("Tool", "a", 2);
        records.take(newer, false);
        assertThat(records.get(ResourceKeys.of(A))).contains(newer);
        assertThat(records.all("acme", "Tool", "ns")).containsExactly(newer);
    }

    @Test
    void whatIsGoneOrGoingIsNotThere() {
        Records records = new Records();
        records.take(A, false);
        records.take(B, false);
        records.take(A, true);
        Resource.Builder going = B.toBuilder();
        going.getMetadataBuilder().setDeletedAt(Timestamp.newBuilder().setSeconds(1));
        records.take(going.build(), false);
        assertThat(records.size()).isZero();
        assertThat(records.all("acme", "Tool", "ns")).isEmpty();
    }

    @Test
    void onlyWhatIsWantedOfARecordIsKept() {
        Records records = new Records(record -> record.toBuilder().clearSpec().build());
        Resource full = A.toBuilder().setSpec(Any.getDefaultInstance()).build();
        records.take(full, false);
        assertThat(records.get(ResourceKeys.of(A)).orElseThrow().hasSpec()).isFalse();
    }
}
