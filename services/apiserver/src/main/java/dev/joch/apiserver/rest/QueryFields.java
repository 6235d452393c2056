package dev.joch.apiserver.rest;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;

import dev.joch.resource.kind.Nearest;
import dev.joch.service.problem.ProblemException;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Query parameters as fields of a request, by their JSON names. */
final class QueryFields {

    /** Further words for a field. */
    private static final Map<String, String> ALSO =
            Map.of("labelSelector", "selector", "generation", "version");

    /** Parameters that choose the form of the answer. */
    private static final Set<String> OF_THE_FACE = Set.of("as", "watch");

    /** Filters of lists whose services come later. */
    private static final Map<String, PlannedFilter> PLANNED =
            Map.of(
                    "toolcalls",
                            new PlannedFilter(
                                    "tool-gateway",
                                    Set.of("agent", "tool", "mcpserver", "phase", "since")),
                    "approvals", new PlannedFilter("approval", Set.of("phase")));

    private record PlannedFilter(String service, Set<String> parameters) {}

    private static final String DRY_RUN = "dryRun";
    private static final String VALIDATE_ONLY = "validate_only";

    private final Message.Builder request;
    private final Set<String> taken;

    /**
     * @param taken fields that come from the path or the body
     */
    QueryFields(Message.Builder request, Set<String> taken) {
        this.request = request;
        this.taken = taken;
    }

    void read(Map<String, List<String>> query) {
        query.forEach((name, values) -> {
            if (!OF_THE_FACE.contains(name)) {
                set(name, values.getLast());
            }
        });
    }

    private void set(String name, String value) {
        FieldDescriptor validateOnly =
                request.getDescriptorForType().findFieldByName(VALIDATE_ONLY);
        if (name.equals(DRY_RUN) && validateOnly != null) {
            request.setField(validateOnly, dryRun(value));
            return;
        }
        Optional<String> planned = planned(name);
        if (planned.isPresent()) {
            throw new ProblemException(new RestProblem.NotImplementedYet(planned.get()));
        }
        String wanted = ALSO.getOrDefault(name, name);
        for (FieldDescriptor field : request.getDescriptorForType().getFields()) {
            boolean named =
                    List.of(wanted, name).contains(field.getJsonName())
                            || field.getName().equals(wanted);
            if (named && !taken.contains(field.getName()) && settable(field)) {
                request.setField(field, value(field, name, value));
                return;
            }
        }
        throw unknown(name);
    }

    /** The service that will answer a filter of this list. */
    private Optional<String> planned(String name) {
        FieldDescriptor kind = request.getDescriptorForType().findFieldByName("kind");
        if (kind != null && request.getDescriptorForType().findFieldByName("page_token") != null) {
            PlannedFilter planned = PLANNED.get(String.valueOf(request.getField(kind)));
            if (planned != null && planned.parameters().contains(name)) {
                return Optional.of(planned.service());
            }
        }
        return Optional.empty();
    }

    private ProblemException unknown(String name) {
        Set<String> known = new TreeSet<>();
        for (FieldDescriptor field : request.getDescriptorForType().getFields()) {
            if (!taken.contains(field.getName()) && settable(field)) {
                known.add(field.getName().equals(VALIDATE_ONLY) ? DRY_RUN : field.getJsonName());
            }
        }
        String suggestion =
                Nearest.to(name, known)
                        .map(near -> "did you mean " + near + "?")
                        .orElse(
                                known.isEmpty()
                                        ? "none is known"
                                        : "known here: " + String.join(", ", known));
        String shown = name.length() > 64 ? name.substring(0, 64) + "..." : name;
        return new ProblemException(new RestProblem.UnknownParameter(shown, suggestion));
    }

    private static boolean settable(FieldDescriptor field) {
        return !field.isRepeated()
                && switch (field.getJavaType()) {
                    case STRING, INT, LONG, BOOLEAN -> true;
                    case MESSAGE -> field.getMessageType().equals(Timestamp.getDescriptor());
                    case ENUM, BYTE_STRING, FLOAT, DOUBLE -> false;
                };
    }

    private static Object value(FieldDescriptor field, String name, String value) {
        try {
            return switch (field.getJavaType()) {
                case STRING -> value;
                case INT -> Integer.parseInt(value);
                case LONG -> Long.parseLong(value);
                case BOOLEAN -> truth(name, value);
                case MESSAGE -> timestamp(value);
                case ENUM, BYTE_STRING, FLOAT, DOUBLE ->
                        throw new IllegalStateException(field + " is not set by a parameter");
            };
        } catch (NumberFormatException e) {
            throw invalid(name, "a whole number");
        } catch (DateTimeParseException e) {
            throw invalid(name, "a time such as 2026-01-31T12:00:00Z");
        }
    }

    private static Timestamp timestamp(String text) {
        Instant time = Instant.parse(text);
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }

    private static boolean truth(String name, String value) {
        return switch (value) {
            case "", "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw invalid(name, "true or false");
        };
    }

    private static boolean dryRun(String value) {
        return switch (value) {
            case "", "true", "1", "All", "all", "server" -> true;
            case "false", "0", "none" -> false;
            default -> throw invalid(DRY_RUN, "true, All, server or false");
        };
    }

    private static ProblemException invalid(String name, String right) {
        return new ProblemException(new RestProblem.InvalidParameter(name, right));
    }
}
