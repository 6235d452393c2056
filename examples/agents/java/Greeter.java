import dev.joch.agent.JochRuntime;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Answers what it is told, leaves a note with the run, and records that it did. */
void main() {
    JochRuntime.run((context, joch) -> {
        String text = context.text();
        IO.println("working on: " + text);
        String note =
                joch.writeArtifact(
                        "note.md", ("# " + text + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            joch.trace("note.written", Map.of("artifact", note));
        } catch (RuntimeException e) {
            // an installation without a trace service runs agents all the same
            IO.println("not traced: " + e.getMessage());
        }
        return Map.of("answer", "you said: " + text, "words", text.isBlank() ? 0 : text.strip().split("\\s+").length);
    });
}
