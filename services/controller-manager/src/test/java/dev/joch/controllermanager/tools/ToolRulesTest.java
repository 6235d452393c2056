package dev.joch.controllermanager.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.controllermanager.Records;
import dev.joch.controllermanager.status.Looked;
import dev.joch.resource.v1alpha1.MCPServerStatus;
import dev.joch.resource.v1alpha1.Resource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ToolRulesTest {

    private static final ToolController TOOL = new ToolController();
    private static final MCPServerController SERVER = new MCPServerController();

    private static final Resource OVER_MCP =
            Records.of(
                    "Tool",
                    "github.search",
                    "{type: mcp, mcpServerRef: {name: github}, sideEffects: {level: read_only}}");

    private static Resource server(String phase) {
        return Looked.in(
                phase,
                Records.of(
                        "MCPServer",
                        "github",
                        "{transport: streamable_http, endpoint: {url: 'https://mcp.example.com'}}"));
    }

    @ParameterizedTest
    @CsvSource({
        "Ready, '', Ready, True Declared",
        "Drifted, '', Ready, True Declared",
        "Quarantined, '', Suspended, False ServerQuarantined",
        "Ready, Suspended, Suspended, False Suspended",
        "Ready, Failed, Ready, True Declared",
    })
    void aToolIsAsGoodAsItsServer(String server, String before, String phase, String ready) {
        Looked looked = Looked.at(TOOL, Looked.in(before, OVER_MCP), server(server));
        assertThat(looked.phase()).isEqualTo(phase);
        assertThat(looked.holds("Ready")).isEqualTo(ready);
    }

    @Test
    void whatWeSuspendedComesBackAndWhatTheGatewaySuspendedStays() {
        Looked suspended = Looked.at(TOOL, OVER_MCP, server("Quarantined"));
        assertThat(Looked.at(TOOL, suspended.onto(OVER_MCP), server("Ready")).phase())
                .isEqualTo("Ready");
        Looked gateway = Looked.at(TOOL, Looked.in("Suspended", OVER_MCP), server("Ready"));
        assertThat(Looked.at(TOOL, gateway.onto(OVER_MCP), server("Ready")).phase())
                .isEqualTo("Suspended");
    }

    @Test
    void theGatewaysWordIsHeard() {
        assertThat(TOOL.hearsStatus()).isTrue();
        assertThat(SERVER.hearsStatus()).isTrue();
    }

    @Test
    void aToolWithoutItsSecretOrServerFails() {
        assertThat(Looked.at(TOOL, OVER_MCP).holds("Ready")).isEqualTo("False ReferenceMissing");
        Looked rest =
                Looked.at(
                        TOOL,
                        Records.of(
                                "Tool",
                                "t",
                                "{type: rest, endpoint: {method: GET, url: 'https://a.example',"
                                        + " auth: {type: bearer, secretRef: {name: s}}},"
                                        + " sideEffects: {level: read_only}}"));
        assertThat(rest.phase()).isEqualTo("Failed");
        assertThat(rest.message("ReferencesResolved"))
                .isEqualTo("spec.endpoint.auth.secretRef.name: Secret s does not exist");
    }

    private static Looked server(String security, MCPServerStatus status) {
        return Looked.at(
                SERVER,
                Looked.with(
                        Records.of(
                                "MCPServer",
                                "s",
                                "{transport: http, endpoint: {url: 'https://a.example'}, security: {"
                                        + security
                                        + "}}"),
                        status));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''                                        | False NoVersion
                    pinnedVersion: '1.2.0'                    | True Pinned
                    pinServerVersion: false                   | False NotWanted
                    """)
    void whetherItsVersionIsPinnedIsSaid(String security, String pinned) {
        Looked looked = server(security, MCPServerStatus.getDefaultInstance());
        assertThat(looked.holds("Pinned")).isEqualTo(pinned);
        assertThat(looked.holds("Trusted")).isEqualTo("Unknown NotLookedAt");
        assertThat(looked.phase()).isEqualTo("Ready");
    }

    @Test
    void anotherVersionOrSchemaThanTheAcceptedOneIsADrift() {
        Looked version =
                server(
                        "pinnedVersion: '1.2.0'",
                        MCPServerStatus.newBuilder().setVersion("1.3.0").build());
        assertThat(version.phase()).isEqualTo("Drifted");
        assertThat(version.holds("Ready")).isEqualTo("False VersionNotPinned");
        Looked schema =
                server(
                        "pinnedVersion: '1.2.0'",
                        MCPServerStatus.newBuilder()
                                .setVersion("1.2.0")
                                .setSchemaDrift(true)
                                .build());
        assertThat(schema.holds("Ready")).isEqualTo("False SchemaDrift");
    }

    @ParameterizedTest
    @CsvSource({"0.75, True Trusted, Ready", "0.74, False TrustTooLow, Failed"})
    void trustHasAMinimum(double score, String trusted, String phase) {
        Looked looked =
                server(
                        "minTrustScore: 0.75",
                        MCPServerStatus.newBuilder().setTrustScore(score).build());
        assertThat(looked.holds("Trusted")).isEqualTo(trusted);
        assertThat(looked.phase()).isEqualTo(phase);
    }

    @Test
    void quarantineStaysWhateverElseIsTrue() {
        Looked looked = server("", MCPServerStatus.newBuilder().setPhase("Quarantined").build());
        assertThat(looked.phase()).isEqualTo("Quarantined");
        assertThat(looked.holds("Ready")).isEqualTo("False Quarantined");
    }

    @ParameterizedTest
    @CsvSource({"false, Failed, False StdioNotAllowed", "true, Ready, True Declared"})
    void aProgramAsServerHasToBeAllowed(boolean allowed, String phase, String ready) {
        Looked looked =
                Looked.at(
                        SERVER,
                        Records.of(
                                "MCPServer",
                                "s",
                                "{transport: stdio, command: c, security: {allowStdio: %s}}"
                                        .formatted(allowed)));
        assertThat(looked.phase()).isEqualTo(phase);
        assertThat(looked.holds("Ready")).isEqualTo(ready);
    }

    @Test
    void aMissingPolicyIsSaidAndAMissingSecretFailsIt() {
        Looked looked =
                Looked.at(
                        SERVER,
                        Records.of(
                                "MCPServer",
                                "s",
                                "{transport: http, endpoint: {url: 'https://a.example'},"
                                        + " auth: {type: oauth2, secretRef: {name: s}},"
                                        + " policies: [{name: p}]}"));
        assertThat(looked.holds("PoliciesResolved")).isEqualTo("False PolicyMissing");
        assertThat(looked.holds("Ready")).isEqualTo("False ReferenceMissing");
    }
}
