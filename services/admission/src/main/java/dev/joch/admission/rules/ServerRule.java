package dev.joch.admission.rules;

import dev.joch.admission.review.Draft;
import dev.joch.admission.review.Findings;
import dev.joch.admission.review.Reason;
import dev.joch.resource.v1alpha1.MCPServerSpec;

/** A manifest that starts a program says so twice. */
final class ServerRule {

    private ServerRule() {}

    static void check(Draft draft, MCPServerSpec server, Findings findings) {
        if (server.getTransport().equals("stdio") && !server.getSecurity().getAllowStdio()) {
            findings.error(
                    draft,
                    Reason.STDIO_NOT_ALLOWED,
                    "spec.transport",
                    "a `stdio` server starts a program, and this one is not allowed to",
                    "add spec.security.allowStdio: true if you trust the program, or reach the"
                            + " server over streamable_http");
        }
    }
}
