package dev.joch.apiserver.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.ExtensionRegistry;

import dev.joch.common.v1.Caller;
import dev.joch.resource.kind.Kind;
import dev.joch.resource.kind.Kinds;
import dev.joch.schema.v1.Options;
import dev.joch.service.problem.ProblemException;
import dev.joch.testkit.golden.Golden;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Who may do what, as one file to read: role by verb by kind by environment. */
final class AuthorisationMatrixTest {

    private static final Path FILE = Path.of("src/test/golden/authorisation-matrix.txt");

    private final AccessGate gate = new AccessGate(records(), List.of());

    private static AccessRecords records() {
        List<String> members = new ArrayList<>();
        for (Role role : Role.values()) {
            if (role != Role.SERVICE) {
                members.add(role.word() + "@acme.example=" + role.word());
            }
        }
        return new TeamFixture()
                .with(
                        TeamFixture.team(
                                "acme",
                                "payments",
                                1,
                                TeamFixture.spec(
                                        List.of("payments"), members.toArray(String[]::new))))
                .with(TeamFixture.environment("acme", "prod", 2, "release-admin", "admin"));
    }

    private static Map<String, Caller> callers() {
        Map<String, Caller> callers = new LinkedHashMap<>();
        callers.put("nobody", TeamFixture.person("nobody@acme.example"));
        for (Role role : Role.values()) {
            if (role != Role.SERVICE) {
                callers.put(role.word(), TeamFixture.person(role.word() + "@acme.example"));
            }
        }
        callers.put("local-admin", TeamFixture.localAdmin());
        callers.put("service", Caller.newBuilder().setTenant("acme").setMethod("service").build());
        return callers;
    }

    private static Map<String, String> verbsByRpc() throws IOException {
        ExtensionRegistry extensions = ExtensionRegistry.newInstance();
        Options.registerAllExtensions(extensions);
        Map<String, String> verbs = new TreeMap<>();
        try (InputStream in =
                AuthorisationMatrixTest.class.getClassLoader().getResourceAsStream("joch.desc")) {
            assertThat(in).as("the contract's descriptors").isNotNull();
            for (FileDescriptorProto file :
                    FileDescriptorSet.parseFrom(in, extensions).getFileList()) {
                if (file.getPackage().equals("joch.api.v1")) {
                    for (ServiceDescriptorProto service : file.getServiceList()) {
                        for (MethodDescriptorProto method : service.getMethodList()) {
                            String rpc = service.getName() + "/" + method.getName();
                            assertThat(method.getOptions().hasExtension(Options.access))
                                    .as(
                                            rpc
                                                    + " says in joch.schema.v1.access what its"
                                                    + " callers need")
                                    .isTrue();
                            verbs.put(rpc, text(method));
                        }
                    }
                }
            }
        }
        return verbs;
    }

    private static String text(MethodDescriptorProto method) {
        var access = method.getOptions().getExtension(Options.access);
        return access.getVerb() + (access.getAnonymous() ? " anonymous" : "");
    }

    @Test
    void matrixIsAsReviewed() throws IOException {
        StringBuilder text = new StringBuilder();
        text.append(
                "# x allowed, . refused. In namespace payments, whose team gives each role to one"
                        + " person; `elsewhere` is another\n");
        text.append(
                "# namespace. Environment prod demands release-admin to apply and admin to delete;"
                        + " dev demands nothing.\n");
        text.append("\n## RPC -> verb\n");
        verbsByRpc().forEach((rpc, verb) -> text.append(String.format("%-40s %s%n", rpc, verb)));
        text.append("\n## kind, verb, environment -> ")
                .append(String.join(", ", callers().keySet()))
                .append('\n');
        for (Kind kind :
                Kinds.all().stream().sorted((a, b) -> a.kind().compareTo(b.kind())).toList()) {
            for (Verb verb : Verb.values()) {
                for (String environment : List.of("dev", "prod", "elsewhere")) {
                    text.append(
                            String.format(
                                    "%-22s %-14s %-10s %s%n",
                                    kind.kind(),
                                    verb.word(),
                                    environment,
                                    row(kind, verb, environment)));
                }
            }
        }
        Golden.check(FILE, text.toString());
    }

    private String row(Kind kind, Verb verb, String environment) {
        StringBuilder cells = new StringBuilder();
        for (Caller caller : callers().values()) {
            boolean elsewhere = environment.equals("elsewhere");
            String namespace = elsewhere ? "others" : "payments";
            AccessRequest request =
                    new AccessRequest(
                            verb,
                            kind.kind(),
                            kind.namespaced() ? namespace : "",
                            "thing",
                            elsewhere ? Set.of() : Set.of(environment),
                            null);
            cells.append(allows(caller, request) ? 'x' : '.');
        }
        return cells.toString();
    }

    private boolean allows(Caller caller, AccessRequest request) {
        try {
            return gate.check(caller, request) != null;
        } catch (ProblemException e) {
            assertThat(e.problem()).isInstanceOf(AccessProblem.Forbidden.class);
            return false;
        }
    }

    @Test
    void everyVerbOfTheContractStandsInTheMatrix() throws IOException {
        verbsByRpc()
                .forEach((rpc, text) ->
                        assertThat(Verb.of(text.split(" ")[0]))
                                .as(rpc + " has a verb that the matrix knows")
                                .isPresent());
    }

    @Test
    void everyKindIsClassifiedByName() {
        Set<String> records =
                Set.of(
                        "Approval",
                        "Artifact",
                        "CompiledAgentManifest",
                        "Conversation",
                        "Execution",
                        "Handoff",
                        "StateCheckpoint",
                        "ToolCall",
                        "Trace");
        for (Kind kind : Kinds.all()) {
            assertThat(KindClass.of(kind.kind()) == KindClass.RECORD)
                    .as(kind.kind() + " is a record by intent: give it a class in KindClass")
                    .isEqualTo(records.contains(kind.kind()));
            assertThat(KindClass.of(kind.kind()) == KindClass.PLATFORM)
                    .as(kind.kind() + " lives in no namespace")
                    .isEqualTo(!kind.namespaced());
        }
    }

    @Test
    void onlyTheVersionAndSignedWebhooksAreAnonymous() throws IOException {
        List<String> open =
                verbsByRpc().entrySet().stream()
                        .filter(entry -> entry.getValue().endsWith(" anonymous"))
                        .map(Map.Entry::getKey)
                        .toList();
        assertThat(open)
                .containsExactly("ExecutionService/DeliverWebhook", "ServerService/GetVersion");
    }
}
