package dev.joch.compiler.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.common.v1.Diagnostic;
import dev.joch.compiler.Shelves;
import dev.joch.compiler.Statuses;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.CompiledAgentManifestSpec;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;

/** Each rule, by what is changed in the records of the source document. */
final class CompileAgentTest {

    private static final CompileAgent CORE = new CompileAgent(Endpoints.standard(), "dev");

    private static Outcome compile(List<Resource> resources, boolean complete) {
        Resource agent =
                resources.stream()
                        .filter(resource -> resource.getKind().equals("Agent"))
                        .findFirst()
                        .orElseThrow();
        return CORE.compile(agent, "", new TestShelf(TestShelf.of(resources).records(), complete));
    }

    /** Text of the records with one piece replaced. */
    private static Outcome changed(String what, String by) {
        String yaml = Shelves.file("support-triage.yaml");
        assertThat(yaml).contains(what);
        return compile(Shelves.resources(yaml.replace(what, by)), true);
    }

    private static List<String> told(Outcome outcome) {
        return outcome.diagnostics().stream()
                .map(found -> word(found) + " " + found.getReason() + " " + found.getField())
                .toList();
    }

    private static String word(Diagnostic found) {
        return found.getSeverity() == Diagnostic.Severity.SEVERITY_ERROR ? "error" : "warning";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    FrameworkAdapter/openai-agents-sdk | error REFERENCE_MISSING spec.framework.adapterRef.name
                    ModelRoute/joch-shared/research-default | error REFERENCE_MISSING spec.modelRoute.routeRef.name
                    Model/gpt-5-thinking | error REFERENCE_MISSING spec.modelRoute.routeRef.name
                    Model/claude-sonnet | error REFERENCE_MISSING spec.modelRoute.routeRef.name
                    Tool/support-platform/slack.send | error REFERENCE_MISSING spec.tools[1].name
                    MCPServer/joch-shared/github | error REFERENCE_MISSING spec.mcpServers[0].name
                    Memory/support-platform/support-triage-working | error REFERENCE_MISSING spec.memories.working.name
                    RAG/support-platform/support-docs-rag | error REFERENCE_MISSING spec.ragRefs[0].name
                    Policy/support-platform/external-send-requires-approval | warning POLICY_UNRESOLVED spec.policies[1].name
                    Budget/support-platform/support-platform-monthly | warning BUDGET_UNRESOLVED spec.budgets
                    """)
    void whatIsMissingIsNamedWithItsField(String key, String expected) {
        List<Resource> resources = new ArrayList<>(Shelves.supportTriage());
        assertThat(resources.removeIf(resource -> text(resource).equals(key))).isTrue();
        Outcome outcome = compile(resources, true);
        assertThat(told(outcome)).containsExactly(expected);
        assertThat(outcome.doubts()).extracting(ResourceKeys::text).contains(key);
        assertThat(outcome.dependencies())
                .anySatisfy(dependency -> {
                    assertThat(ResourceKeys.text(dependency.getKey())).isEqualTo(key);
                    assertThat(dependency.getGeneration()).isZero();
                });
        assertThat(outcome instanceof Outcome.Compiled).isEqualTo(expected.startsWith("warning"));
        // offline nobody knows what else there is
        Outcome offline = compile(resources, false);
        assertThat(offline).isInstanceOf(Outcome.Compiled.class);
        assertThat(offline.diagnostics())
                .extracting(Diagnostic::getReason)
                .containsOnly("REFERENCE_NOT_IN_BATCH");
    }

    private static String text(Resource resource) {
        return ResourceKeys.text(ResourceKeys.of(resource));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    toolBinding: true | toolBinding: false | error CAPABILITY_MISMATCH spec.tools
                    mcpBinding: true | mcpBinding: false | error CAPABILITY_MISMATCH spec.mcpServers
                    modelRouterBinding: true, streaming: true | modelRouterBinding: false, streaming: true | error CAPABILITY_MISMATCH spec.modelRoute
                    modelRouterBinding: true, streaming: true | modelRouterBinding: true | error CAPABILITY_MISMATCH spec.modelRoute
                    contextWindowTokens: 400000 | contextWindowTokens: 1000 | error CAPABILITY_MISMATCH spec.modelRoute.routeRef.name
                    contextWindowTokens: 200000 | contextWindowTokens: 199999 | warning CAPABILITY_MISMATCH spec.modelRoute.routeRef.name
                    vision: true, toolCalling: true | vision: true | error CAPABILITY_MISMATCH spec.modelRoute.routeRef.name
                    [eu, us] | [us] | error REGION_MISMATCH spec.modelRoute.routeRef.name
                    [eu-central] | [europe] | warning REGION_MISMATCH spec.modelRoute.routeRef.name
                    provider: anthropic | provider: google | error MODEL_PROVIDER_MISMATCH spec.modelRoute.routeRef.name
                    region: eu-central | models: {denied: ['anthropic:*']} | error MODEL_DENIED spec.modelRoute.routeRef.name
                    [support-triage, support-escalation] | [support-escalation] | error TOOL_NOT_ALLOWED spec.tools[0].name
                    deniedNamespaces: [sandbox] | deniedNamespaces: [support-platform] | error TOOL_NOT_ALLOWED spec.tools[0].name
                    """)
    void whatDoesNotFitIsNamedWithItsField(String what, String by, String expected) {
        assertThat(told(changed(what, by))).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    onCapabilityMismatch | contextWindowTokens: 200000 | contextWindowTokens: 199999 | CAPABILITY_MISMATCH
                    onRegionMismatch | [eu-central] | [europe] | REGION_MISMATCH
                    """)
    void aFallbackThatMustNotBePassedOverHasToFit(
            String flag, String what, String by, String reason) throws Exception {
        String yaml =
                Shelves.file("support-triage.yaml")
                        .replace(
                                "    fallback: [anthropic:claude-sonnet]\n",
                                "    fallback: [anthropic:claude-sonnet]\n    failover: { "
                                        + flag
                                        + ": false }\n");
        Outcome fits = compile(Shelves.resources(yaml), true);
        assertThat(fits.diagnostics()).isEmpty();
        var failover = spec(fits).getModelRoute().getFailover();
        assertThat(failover.getOnError()).isTrue();
        assertThat(List.of(failover.getOnCapabilityMismatch(), failover.getOnRegionMismatch()))
                .containsExactlyInAnyOrder(true, false);

        Outcome outcome = compile(Shelves.resources(yaml.replace(what, by)), true);
        assertThat(told(outcome))
                .containsExactly("error " + reason + " spec.modelRoute.routeRef.name");
        assertThat(outcome.diagnostics().getFirst().getMessage())
                .contains("spec.strategy.failover." + flag + " is false");
    }

    @Test
    void aModelPolicyNarrowsTheRoute() throws Exception {
        Outcome outcome =
                changed(
                        "  tools:\n    - name: zendesk.search",
                        "  modelPolicy: { allowed: ['anthropic:claude-sonnet'] }\n  tools:\n    - name: zendesk.search");
        assertThat(told(outcome))
                .containsExactly("warning PRIMARY_NARROWED spec.modelPolicy.allowed");
        var route = spec(outcome).getModelRoute();
        assertThat(route.getPrimary()).isEqualTo("anthropic:claude-sonnet");
        assertThat(route.getFallbackList()).isEmpty();
        assertThat(route.getAllowedList()).containsExactly("anthropic:claude-sonnet");
    }

    @Test
    void aModelPolicyWithoutARouteIsOne() throws Exception {
        Outcome outcome =
                changed(
                        "modelRoute:\n    routeRef: { name: research-default }",
                        "modelPolicy: { allowed: [claude-sonnet, 'openai:gpt-5-thinking'] }");
        assertThat(outcome.diagnostics()).isEmpty();
        var route = spec(outcome).getModelRoute();
        assertThat(route.getPrimary()).isEqualTo("anthropic:claude-sonnet");
        assertThat(route.getFallbackList()).containsExactly("openai:gpt-5-thinking");
        assertThat(route.hasName()).isFalse();
    }

    @Test
    void withoutARouteTheEnvironmentsCounts() throws Exception {
        String none = "  modelRoute:\n    routeRef: { name: research-default }\n";
        assertThat(told(changed(none, "")))
                .containsExactly("warning ROUTE_MISSING spec.modelRoute");
        String yaml =
                Shelves.file("support-triage.yaml")
                        .replace(none, "")
                        .replace(
                                "region: eu-central",
                                "defaults: { modelRouteRef: { name: research-default } }");
        Outcome outcome = compile(Shelves.resources(yaml), true);
        assertThat(outcome.diagnostics()).isEmpty();
        assertThat(spec(outcome).getModelRoute().getName()).isEqualTo("research-default");
    }

    @Test
    void aToolOfAServerBringsItsServerAlong() throws Exception {
        String yaml =
                Shelves.file("support-triage.yaml")
                        .replace("  mcpServers:\n    - name: github\n", "")
                        .replace(
                                "  type: rest\n  endpoint: { method: POST, url: \"https://slack.com/api/chat.postMessage\" }",
                                "  type: mcp\n  mcpServerRef: { name: github }");
        Outcome outcome = compile(Shelves.resources(yaml), true);
        assertThat(outcome.diagnostics()).isEmpty();
        assertThat(spec(outcome).getTools(1).getMcpServer()).isEqualTo("github");
        assertThat(spec(outcome).getMcpServers(0).getNamespace()).isEqualTo("joch-shared");
    }

    @Test
    void aProgramAsServerNeedsALeave() {
        assertThat(
                        told(
                                changed(
                                        "transport: streamable_http\n  endpoint: { url: \"https://mcp.example.com/github\" }",
                                        "transport: stdio\n  command: server")))
                .containsExactly("error STDIO_NOT_ALLOWED spec.mcpServers[0].name");
    }

    @Test
    void aServerThatIsNotTrustedIsADoubtOnly() {
        List<Resource> resources = new ArrayList<>(Shelves.supportTriage());
        resources.replaceAll(resource ->
                resource.getKind().equals("MCPServer")
                        ? Statuses.trusted(resource, 0.5)
                        : resource);
        assertThat(told(compile(resources, true)))
                .containsExactly("warning SERVER_UNTRUSTED spec.mcpServers[0].name");
    }

    @Test
    void twoToolsOfOneNameAreTooMany() {
        String tool =
                """
                ---
                {apiVersion: joch.dev/v1alpha1, kind: Tool, metadata: {name: slack.send, namespace: joch-shared},
                 spec: {type: function, sideEffects: {level: read_only}}}
                """;
        String yaml =
                Shelves.file("support-triage.yaml")
                                .replace(
                                        "    - name: slack.send\n",
                                        "    - name: slack.send\n    - {name: slack.send, namespace: joch-shared}\n    - name: slack.send\n")
                        + tool;
        assertThat(told(compile(Shelves.resources(yaml), true)))
                .containsExactly("error DUPLICATE_NAME spec.tools[2].name");
    }

    @Test
    void theManifestSaysWhereEachPolicyComesFrom() throws Exception {
        String yaml =
                Shelves.file("support-triage.yaml")
                                .replace(
                                        "  region: eu-central\n",
                                        "  region: eu-central\n  policies: [{ name: shared }]\n")
                                .replace(
                                        "  namespaces: [support-platform]\n",
                                        "  namespaces: [support-platform]\n  defaultPolicies: [shared, no-customer-data-exfiltration]\n")
                        + """
                        ---
                        apiVersion: joch.dev/v1alpha1
                        kind: Policy
                        metadata: { name: shared, namespace: joch-shared }
                        spec:
                          appliesTo: { agents: { selector: { matchLabels: { role: triage } } } }
                          rules: [{ when: { data.contains: pii }, action: { deny: true } }]
                        """;
        var policies = spec(compile(Shelves.resources(yaml), true)).getPolicies();
        assertThat(policies.getEffectiveList())
                .extracting(policy ->
                        policy.getNamespace() + "/" + policy.getName() + " " + policy.getFromList())
                .containsExactly(
                        "joch-shared/shared [environment, team/support-platform, selector]",
                        "support-platform/no-customer-data-exfiltration [team/support-platform, agent]",
                        "support-platform/external-send-requires-approval [agent]");
        assertThat(policies.getResolvedList()).hasSize(3).startsWith("shared@v1");
    }

    @Test
    void theManifestNamesWhatTheAgentRuns() throws Exception {
        String child =
                "---\n{apiVersion: joch.dev/v1alpha1, kind: Agent, metadata: {name: drafter, namespace: support-platform},"
                        + " spec: {framework: {adapterRef: {name: openai-agents-sdk}}}}\n";
        String yaml =
                Shelves.file("support-triage.yaml")
                        .replace("  handoffs:\n", "  children: [{ name: drafter }]\n  handoffs:\n");
        var manifest = spec(compile(Shelves.resources(yaml + child), true));
        assertThat(manifest.getChildrenList()).hasSize(1);
        assertThat(manifest.getChildren(0).getName()).isEqualTo("drafter");
        assertThat(manifest.getChildren(0).getNamespace()).isEqualTo("support-platform");
        assertThat(manifest.getChildren(0).getGeneration()).isEqualTo(1);
        assertThat(told(compile(Shelves.resources(yaml), true)))
                .containsExactly("error REFERENCE_MISSING spec.children[0].name");
    }

    @Test
    void allFindingsAreToldAtOnce() {
        List<Resource> agentOnly = List.of(Shelves.supportTriage().getFirst());
        assertThat(compile(agentOnly, true).diagnostics()).hasSizeGreaterThan(8);
    }

    @Test
    void anEnvironmentThatNobodyDescribedIsNoFinding() {
        Resource agent = Shelves.supportTriage().getFirst();
        Outcome outcome = CORE.compile(agent, "qa", TestShelf.of(Shelves.supportTriage()));
        assertThat(outcome.diagnostics()).isEmpty();
        assertThat(outcome.environment()).isEqualTo("qa");
        ResourceKey qa = ResourceKeys.of(Shelves.TENANT, "Environment", "", "qa");
        assertThat(outcome.doubts()).contains(qa);
    }

    private static CompiledAgentManifestSpec spec(Outcome outcome) throws Exception {
        return ((Outcome.Compiled) outcome)
                .manifest()
                .getSpec()
                .unpack(CompiledAgentManifestSpec.class);
    }

    @Test
    void aRegionOnPremisesIsInsideEveryGroup() {
        assertThat(changed("[eu, us]", "[on-prem]").diagnostics()).isEmpty();
    }
}
