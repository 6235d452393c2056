package dev.joch.controllermanager.runtime;

import dev.joch.controllermanager.status.KindController;
import dev.joch.controllermanager.status.Look;
import dev.joch.controllermanager.status.Retention;
import dev.joch.controllermanager.status.StatusDraft;
import dev.joch.controllermanager.status.Subject;
import dev.joch.controllermanager.status.ValidateReferences;
import dev.joch.resource.v1alpha1.ArtifactSpec;
import dev.joch.resource.v1alpha1.ConversationSpec;
import dev.joch.resource.v1alpha1.TraceSpec;

import java.time.Instant;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * A record that is kept for some days. Whoever made it moves it; when its days are over it ends
 * here.
 */
public final class KeptController implements KindController {

    /**
     * How a kind comes and goes.
     *
     * @param first phase of what nobody has moved yet
     * @param last phase when its days are over
     * @param endsIn phases in which it may end; what is under way is left alone
     */
    private record Course(String first, String last, Set<String> endsIn) {}

    private final String kind;
    private final Course course;
    private final ToIntFunction<Subject> days;

    private KeptController(String kind, Course course, ToIntFunction<Subject> days) {
        this.kind = kind;
        this.course = course;
        this.days = days;
    }

    /** Archived, unless it is on its way to another provider. */
    public static KeptController conversations() {
        return new KeptController(
                "Conversation",
                new Course("Active", "Archived", Set.of("Active")),
                subject -> subject.spec(ConversationSpec.class).getRetention().getMaxDays());
    }

    /** Archived, once it is complete. */
    public static KeptController traces() {
        return new KeptController(
                "Trace",
                new Course("Recording", "Archived", Set.of("Complete")),
                subject -> subject.spec(TraceSpec.class).getRetention().getDays());
    }

    public static KeptController artifacts() {
        return new KeptController(
                "Artifact",
                new Course("Pending", "Expired", Set.of("Pending", "Ready")),
                subject -> subject.spec(ArtifactSpec.class).getRetention().getDays());
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public boolean hearsStatus() {
        return true;
    }

    @Override
    public Look look(Subject subject) {
        StatusDraft draft = subject.draft();
        draft.synced(ValidateReferences.into(draft, subject.references()));
        if (draft.phase().isEmpty()) {
            draft.phase(course.first());
        }
        int kept = days.applyAsInt(subject);
        if (kept == 0 || draft.phase().equals(course.last())) {
            return Look.at(draft);
        }
        Instant end = Retention.end(subject, kept);
        if (end.isAfter(subject.now())) {
            return Look.at(draft).again(Retention.until(end, subject.now()));
        }
        if (course.endsIn().contains(draft.phase())) {
            draft.phase(course.last())
                    .yes("RetentionOver", "DaysPassed", "kept for " + kept + " days");
        }
        return Look.at(draft);
    }
}
