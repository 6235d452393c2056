package dev.joch.testkit.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A history on disk: {@code operations.jsonl} with an invocation and an answer for each call in the
 * order of time, {@code sightings.jsonl} and {@code changes.jsonl}.
 */
public final class HistoryFolder {

    private static final String OPERATIONS = "operations.jsonl";
    private static final String SIGHTINGS = "sightings.jsonl";
    private static final String CHANGES = "changes.jsonl";

    private final Path folder;

    public HistoryFolder(Path folder) {
        this.folder = folder;
    }

    /** Where a test of this module keeps what it found with that seed. */
    public static HistoryFolder of(String test, long seed) {
        return new HistoryFolder(
                Path.of("target", "robustness", test, Long.toString(seed)).toAbsolutePath());
    }

    public Path path() {
        return folder;
    }

    public void save(History history) {
        try {
            Files.createDirectories(folder);
            Files.write(folder.resolve(OPERATIONS), events(history.operations()));
            write(SIGHTINGS, history.sightings());
            write(CHANGES, history.changes());
        } catch (IOException e) {
            throw new UncheckedIOException("the history cannot be saved", e);
        }
    }

    private void write(String file, List<Sighting> sightings) throws IOException {
        List<String> lines = sightings.stream().map(HistoryFolder::line).toList();
        Files.write(folder.resolve(file), lines);
    }

    public History load() {
        return new History(
                operations(),
                read(SIGHTINGS, HistoryFolder::sighting),
                read(CHANGES, HistoryFolder::sighting));
    }

    private <T> List<T> read(String file, Function<Map<String, Object>, T> reader) {
        try {
            Path path = folder.resolve(file);
            return Files.exists(path)
                    ? Files.readAllLines(path).stream().map(JsonLine::read).map(reader).toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Event(long nanos, String line) {}

    private static List<String> events(List<Operation> operations) {
        List<Event> events = new ArrayList<>();
        for (Operation operation : operations) {
            events.add(new Event(operation.invoked(), invocation(operation)));
            events.add(new Event(operation.answered(), answer(operation)));
        }
        events.sort(Comparator.comparingLong(Event::nanos));
        return events.stream().map(Event::line).toList();
    }

    private static String invocation(Operation operation) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("event", "invoke");
        line.put("id", operation.id());
        line.put("client", operation.client());
        line.put("nanos", operation.invoked());
        line.put("op", operation.name());
        line.put("key", operation.key());
        line.put("arguments", operation.arguments());
        return JsonLine.write(line);
    }

    private static String answer(Operation operation) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put(
                "event",
                switch (operation.answer()) {
                    case OK -> "ok";
                    case REFUSED -> "fail";
                    case UNKNOWN -> "info";
                });
        line.put("id", operation.id());
        line.put("nanos", operation.answered());
        line.put("result", operation.result());
        return JsonLine.write(line);
    }

    private List<Operation> operations() {
        Map<Long, Map<String, Object>> open = new LinkedHashMap<>();
        List<Operation> operations = new ArrayList<>();
        for (Map<String, Object> line : read(OPERATIONS, Function.identity())) {
            long id = JsonLine.number(line, "id");
            String event = JsonLine.text(line, "event");
            if (event.equals("invoke")) {
                open.put(id, line);
            } else {
                Map<String, Object> begin = open.remove(id);
                if (begin == null) {
                    throw new IllegalArgumentException("answer to nothing: " + line);
                }
                operations.add(operation(begin, line, answerOf(event)));
            }
        }
        return operations;
    }

    private static Answer answerOf(String event) {
        return switch (event) {
            case "ok" -> Answer.OK;
            case "fail" -> Answer.REFUSED;
            case "info" -> Answer.UNKNOWN;
            default -> throw new IllegalArgumentException(event + " is no answer");
        };
    }

    private static Operation operation(
            Map<String, Object> begin, Map<String, Object> end, Answer answer) {
        return new Operation(
                JsonLine.number(begin, "id"),
                JsonLine.text(begin, "client"),
                JsonLine.text(begin, "op"),
                JsonLine.text(begin, "key"),
                JsonLine.texts(begin, "arguments"),
                JsonLine.number(begin, "nanos"),
                JsonLine.number(end, "nanos"),
                answer,
                JsonLine.texts(end, "result"));
    }

    private static String line(Sighting sighting) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("watcher", sighting.watcher());
        line.put("type", sighting.type().name());
        line.put("revision", sighting.revision());
        line.put("key", sighting.key());
        line.put("value", sighting.value());
        return JsonLine.write(line);
    }

    private static Sighting sighting(Map<String, Object> line) {
        return new Sighting(
                JsonLine.text(line, "watcher"),
                Sighting.Type.valueOf(JsonLine.text(line, "type")),
                JsonLine.number(line, "revision"),
                JsonLine.text(line, "key"),
                JsonLine.text(line, "value"));
    }
}
