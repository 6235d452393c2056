import dev.joch.agent.JochRuntime;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads a ticket, says who should have it, and drafts an answer. It needs nothing but a JDK: no
 * model is asked, so it costs nothing to try.
 */
void main() {
    JochRuntime.run((context, joch) -> {
        String ticket = context.text();
        IO.println("read a ticket of " + ticket.length() + " characters");
        String queue = queue(ticket);
        IO.println("it goes to " + queue);
        String draft =
                joch.writeArtifact(
                        "draft-reply.md", reply(ticket, queue).getBytes(StandardCharsets.UTF_8));
        return Map.of("queue", queue, "urgent", urgent(ticket), "draft", draft);
    });
}

String queue(String ticket) {
    String text = ticket.toLowerCase(Locale.ROOT);
    Map<String, List<String>> words =
            Map.of(
                    "billing", List.of("refund", "invoice", "charge", "payment"),
                    "shipping", List.of("parcel", "delivery", "late", "lost"),
                    "accounts", List.of("password", "login", "account"));
    return words.entrySet().stream()
            .filter(entry -> entry.getValue().stream().anyMatch(text::contains))
            .map(Map.Entry::getKey)
            .sorted()
            .findFirst()
            .orElse("general");
}

boolean urgent(String ticket) {
    return ticket.contains("!") || ticket.toLowerCase(Locale.ROOT).contains("urgent");
}

String reply(String ticket, String queue) {
    return """
           Thank you for your message:

           > %s

           Our %s team looks into it and answers today.
           """
            .formatted(ticket.strip(), queue);
}
