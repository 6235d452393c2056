package dev.joch.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.cli.fake.CommandRun;
import dev.joch.cli.fake.CommandRun.Outcome;
import dev.joch.cli.fake.FakeApiServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Commands about policy and bills of materials. */
class GovernanceTest {
    @TempDir Path folder;
    private FakeApiServer server;
    private CommandRun run;

    @BeforeEach
    void start() {
        server = new FakeApiServer();
        run = new CommandRun(folder, server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aRuleIsDisabledForAWhileAndEnabledAgain() {
        String rule = "/v1/namespaces/default/policies/p/rules/r/";
        server.on(
                "POST",
                rule + "disable",
                200,
                "{\"disabled\":{\"until\":\"2026-05-10T10:30:00Z\"}}");
        Outcome outcome =
                run.joch("policy", "disable", "p", "r", "--for", "30m", "--reason", "incident");
        assertThat(outcome.out())
                .isEqualTo("rule r of policy/p disabled until 2026-05-10T10:30:00Z\n");
        assertThat(server.lastAsked().body()).contains("1800").contains("incident");
        server.on("POST", rule + "enable", 200, "{}");
        assertThat(run.joch("policy", "enable", "p", "r").out())
                .isEqualTo("rule r of policy/p enabled\n");
        assertThat(run.joch("policy", "disable", "p", "r", "--for", "30m").err())
                .contains("--reason is missing");
        assertThat(run.joch("policy", "disable", "p").code()).isEqualTo(2);
    }

    @Test
    void disabledRulesAreListed() {
        server.on(
                "GET",
                "/v1/policy/disabled-rules",
                200,
                "{\"disabled\":[{\"policy\":{\"namespace\":\"n\",\"name\":\"p\"},\"rule\":\"r\",\"disabledBy\":\"carol\"}]}");
        assertThat(run.joch("policy", "disabled").out()).contains("carol").contains("RULE");
        server.on("GET", "/v1/policy/disabled-rules", 200, "{}");
        assertThat(run.joch("policy", "disabled").err()).contains("Every rule is in force.");
    }

    @Test
    void policiesAreListedWithTheirCounts() {
        assertThat(run.joch("policy", "ls").code()).isZero();
        assertThat(server.lastAsked().path()).isEqualTo("/v1/namespaces/default/policies");
    }

    @Test
    void denialsAreFiltered() {
        server.on(
                "GET",
                "/v1/decisions",
                200,
                "{\"decisions\":[{\"decidedAt\":\"t\",\"request\":{\"agent\":\"a\",\"hook\":\"h\"},\"response\":{\"policy\":\"p\",\"policyVersion\":\"v3\",\"rule\":\"r\",\"reason\":\"no\"}}]}");
        assertThat(run.joch("denials", "ls", "--policy", "p", "--agent", "a").out())
                .contains("p@v3");
        assertThat(server.lastAsked().query())
                .containsEntry("decision", "deny")
                .containsEntry("policy", "p")
                .containsEntry("agent", "a")
                .containsEntry("limit", "50");
    }

    @Test
    void aPreviewEndsWithOneWhenSomethingWouldChange() throws IOException {
        Path draft = Files.writeString(folder.resolve("p.yaml"), "kind: Policy\n");
        server.on(
                "POST",
                "/v1/policy/preview",
                200,
                "{\"replayed\":\"9\",\"changed\":\"1\",\"examples\":[{\"recorded\":{\"request\":{\"agent\":\"a\"},\"response\":{\"decision\":\"DECISION_ALLOW\"}},\"now\":{\"decision\":\"DECISION_DENY\",\"policy\":\"p\"}}]}");
        Outcome changed = run.joch("policy", "preview", "-f", draft.toString(), "--limit", "9");
        assertThat(changed.out()).contains("allow").contains("deny");
        assertThat(changed.err()).contains("1 of 9 decisions");
        assertThat(changed.code()).isEqualTo(1);
        assertThat(FakeApiServer.source(server.lastAsked(), "name")).endsWith("p.yaml");
        server.on("POST", "/v1/policy/preview", 200, "{\"replayed\":\"9\"}");
        assertThat(run.joch("policy", "preview", "-f", draft.toString()).code()).isZero();
    }

    @Test
    void theGlassIsBrokenForOneCall() {
        server.on(
                "POST",
                "/v1/namespaces/default/agents/a/break-glass",
                200,
                "{\"grantId\":\"g1\",\"expiresAt\":\"soon\"}");
        Outcome outcome =
                run.joch(
                        "break-glass",
                        "a",
                        "--hook",
                        "steps/toolCallRequest",
                        "--for",
                        "10m",
                        "--reason",
                        "incident");
        assertThat(outcome.out()).isEqualTo("grant g1 for agent/a until soon\n");
        assertThat(server.lastAsked().body()).contains("600").contains("steps/toolCallRequest");
        assertThat(run.joch("break-glass", "a").err()).contains("--hook is missing");
    }

    @Test
    void aBillIsPrintedAsItWasWritten() {
        String bom = "/v1/namespaces/default/agents/a/agbom";
        server.on("GET", bom, 200, "{\"bomFormat\":\"CycloneDX\"}");
        assertThat(run.joch("agbom", "a", "--signed", "--extensions=off").out())
                .isEqualTo("{\"bomFormat\":\"CycloneDX\"}\n");
        assertThat(server.lastAsked().query())
                .containsEntry("signed", "true")
                .containsEntry("extensions", "off");
        server.on("GET", bom, 200, "<SoftwareIdentity/>");
        assertThat(run.joch("agbom", "a", "--format", "swid", "-o", "json").out())
                .isEqualTo("<SoftwareIdentity/>\n");
        server.on(
                "GET", bom, 503, FakeApiServer.refusal(503, "UNAVAILABLE", "agbom is away", "[]"));
        assertThat(run.joch("agbom", "a").code()).isEqualTo(8);
    }

    @Test
    void billsAreComparedListedAndRefreshed() {
        server.on(
                "GET",
                "/v1/namespaces/default/agents/a/agbom/diff",
                200,
                "{\"added\":[{\"kind\":\"Tool\",\"name\":\"t\",\"version\":\"1\"}]}");
        Outcome diff = run.joch("agbom", "a", "--diff", "--from", "2");
        assertThat(diff.out()).isEqualTo("+ Tool t 1\n");
        assertThat(diff.code()).isEqualTo(1);
        assertThat(run.joch("agbom", "a", "--diff").err()).contains("--from is missing");

        server.on(
                "GET",
                "/v1/agbom",
                200,
                "{\"bills\":[{\"agent\":{\"namespace\":\"n\",\"name\":\"a\"},\"generation\":\"3\",\"signed\":true}]}");
        assertThat(run.joch("agbom", "ls", "--high-risk", "--using-mcpserver", "github").out())
                .contains("yes");
        assertThat(server.lastAsked().query())
                .containsEntry("high_risk", "true")
                .containsEntry("mcpserver", "github");

        server.on(
                "POST",
                "/v1/namespaces/default/agents/a/agbom/refresh",
                200,
                "{\"generation\":\"4\",\"created\":true}");
        assertThat(run.joch("agbom", "refresh", "a").out())
                .isEqualTo("agent/a generation 4 written\n");
    }
}
