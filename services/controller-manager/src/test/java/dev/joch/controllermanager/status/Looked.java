package dev.joch.controllermanager.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;

import dev.joch.controllermanager.graph.Remembered;
import dev.joch.controllermanager.read.Found;
import dev.joch.resource.field.Reference;
import dev.joch.resource.field.References;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.kind.Kinds;
import dev.joch.resource.v1alpha1.Condition;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a controller says of a record, given what else is there. */
public final class Looked {

    public static final Instant NOW = Instant.parse("2026-05-10T10:00:00Z");
    public static final long GENERATION = 3;

    private final Message status;
    private final Optional<Duration> again;

    private Looked(Message status, Optional<Duration> again) {
        this.status = status;
        this.again = again;
    }

    public static Looked at(KindController controller, Resource resource, Resource... there) {
        try {
            Look look = controller.look(subject(resource, there));
            return new Looked(checked(look.status()), look.again());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A status that was judged without its controller. */
    public static Looked at(StatusDraft draft) {
        return new Looked(checked(draft), Optional.empty());
    }

    /** Whatever is said is said of this generation. */
    private static Message checked(StatusDraft draft) {
        Message status = draft.build();
        assertThat(status.getField(field(status, "observed_generation"))).isEqualTo(GENERATION);
        Looked looked = new Looked(status, Optional.empty());
        assertThat(looked.conditions())
                .isNotEmpty()
                .allMatch(condition -> condition.getObservedGeneration() == GENERATION)
                .allMatch(condition -> !condition.getReason().isEmpty());
        return status;
    }

    public static Subject subject(Resource resource, Resource... there) {
        Resource.Builder whole = resource.toBuilder();
        whole.getMetadataBuilder().setUid("u").setGeneration(GENERATION).setResourceVersion("7");
        Resource of = whole.build();
        ResourceKey key = ResourceKeys.of(of);
        List<Resolved> resolved = new ArrayList<>();
        for (Reference reference : References.of(of)) {
            resolved.add(
                    new Resolved(
                            reference,
                            ResourceKeys.candidates(key.getTenant(), key.getNamespace(), reference)
                                    .stream()
                                    .flatMap(candidate ->
                                            Arrays.stream(there)
                                                    .filter(each ->
                                                            ResourceKeys.of(each)
                                                                    .equals(candidate)))
                                    .findFirst()));
        }
        try {
            return new Subject(
                    key,
                    of,
                    Kinds.kind(of.getKind()).specOf(of),
                    Kinds.kind(of.getKind()).statusOf(of),
                    resolved,
                    Remembered.NOTHING,
                    new Found(Map.of(key, of), 9),
                    9,
                    7,
                    NOW);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Resource with(Resource resource, Message status) {
        return resource.toBuilder().setStatus(Any.pack(status)).build();
    }

    /** With that phase and nothing else in its status. */
    public static Resource in(String phase, Resource resource) {
        try {
            Message status = Kinds.kind(resource.getKind()).statusOf(resource);
            return with(
                    resource, status.toBuilder().setField(field(status, "phase"), phase).build());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Made so long ago. */
    public static Resource aged(Duration age, Resource resource) {
        Resource.Builder old = resource.toBuilder();
        old.getMetadataBuilder().setCreatedAt(Retention.timestamp(NOW.minus(age)));
        return old.build();
    }

    /** The same record with what was said of it. */
    public Resource onto(Resource resource) {
        return with(resource, status);
    }

    public <S extends Message> S status(Class<S> type) {
        return type.cast(status);
    }

    public String phase() {
        return String.valueOf(status.getField(field(status, "phase")));
    }

    public Optional<Duration> again() {
        return again;
    }

    /** {@code True Declared}, or {@code absent}. */
    public String holds(String type) {
        return conditions().stream()
                .filter(condition -> condition.getType().equals(type))
                .map(condition -> condition.getStatus() + " " + condition.getReason())
                .findFirst()
                .orElse("absent");
    }

    public String message(String type) {
        return conditions().stream()
                .filter(condition -> condition.getType().equals(type))
                .map(Condition::getMessage)
                .findFirst()
                .orElse("");
    }

    private List<Condition> conditions() {
        List<Condition> all = new ArrayList<>();
        for (Object each : (List<?>) status.getField(field(status, "conditions"))) {
            all.add((Condition) each);
        }
        return all;
    }

    private static FieldDescriptor field(Message status, String name) {
        return status.getDescriptorForType().findFieldByName(name);
    }
}
