package dev.joch.apiserver.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Any;

import dev.joch.common.v1.Caller;
import dev.joch.resource.v1alpha1.DeploymentSpec;
import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.Ref;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.TeamSpec;
import dev.joch.service.problem.ProblemException;

import org.junit.jupiter.api.Test;

import java.util.List;

final class AccessGateTest {

    private final TeamFixture records =
            new TeamFixture()
                    .with(
                            TeamFixture.team(
                                    "acme",
                                    "payments",
                                    1,
                                    TeamFixture.spec(
                                            List.of("payments", "payments-dev"),
                                            "Alice@Acme.example=admin",
                                            "bob@acme.example=editor",
                                            "group:readers=viewer",
                                            "system:serviceaccount:ci:bot=editor",
                                            "audrey@acme.example=auditor")))
                    .with(
                            TeamFixture.team(
                                    "acme",
                                    "platform",
                                    2,
                                    TeamFixture.spec(
                                            List.of("joch-system"), "petra@acme.example=admin")))
                    .with(TeamFixture.environment("acme", "prod", 3, "release-admin", "admin"));

    private final AccessGate gate =
            new AccessGate(records, List.of("root@acme.example", "group:owners"));

    private static final Caller ALICE = TeamFixture.person("alice@acme.example");
    private static final Caller BOB = TeamFixture.person("bob@acme.example");
    private static final Caller PETRA = TeamFixture.person("petra@acme.example");

    private static AccessRequest agent(Verb verb, String namespace) {
        return AccessRequest.of(verb, "Agent", namespace, "triage");
    }

    private AccessProblem.Forbidden refusal(Caller caller, AccessRequest request) {
        ProblemException thrown =
                catchThrowableOfType(ProblemException.class, () -> gate.check(caller, request));
        assertThat(thrown).as("refused").isNotNull();
        return (AccessProblem.Forbidden) thrown.problem();
    }

    private void allowed(Caller caller, AccessRequest request) {
        assertThatCode(() -> gate.check(caller, request)).doesNotThrowAnyException();
    }

    @Test
    void nobodyHasAccessByDefault() {
        AccessProblem.Forbidden refusal =
                refusal(TeamFixture.person("eve@acme.example"), agent(Verb.GET, "payments"));
        assertThat(refusal.message())
                .contains("eve@acme.example may not get Agent in namespace payments")
                .contains("viewer");
        assertThat(refusal.reason()).isEqualTo("FORBIDDEN");
    }

    @Test
    void addressesMatchInAnyCase() {
        allowed(ALICE, agent(Verb.APPLY, "payments"));
        allowed(TeamFixture.person("ALICE@ACME.EXAMPLE"), agent(Verb.APPLY, "payments"));
    }

    @Test
    void groupsAndServiceAccountsAreMembersToo() {
        allowed(TeamFixture.person("carl@acme.example", "readers"), agent(Verb.GET, "payments"));
        refusal(TeamFixture.person("carl@acme.example", "readers"), agent(Verb.APPLY, "payments"));
        allowed(TeamFixture.person("system:serviceaccount:ci:bot"), agent(Verb.APPLY, "payments"));
    }

    @Test
    void subjectThatLooksLikeAGroupIsNone() {
        // a subject is compared as it is; only what the provider lists as a group is one
        refusal(TeamFixture.person("readers"), agent(Verb.GET, "payments"));
    }

    @Test
    void rolesHoldInTheirTenantOnly() {
        Caller elsewhere = BOB.toBuilder().setTenant("other").build();
        refusal(elsewhere, agent(Verb.GET, "payments"));
    }

    @Test
    void anonymousCallersHoldNothing() {
        refusal(
                Caller.newBuilder()
                        .setSubject("bob@acme.example")
                        .setTenant("acme")
                        .setMethod("anonymous")
                        .build(),
                agent(Verb.GET, "payments"));
        refusal(Caller.getDefaultInstance(), agent(Verb.GET, "payments"));
    }

    @Test
    void grantNamesTheWeakestRoleThatSuffices() {
        assertThat(gate.check(BOB, agent(Verb.APPLY, "payments")).rule())
                .isEqualTo("rbac:editor@payments:Team/payments");
    }

    @Test
    void environmentDemandsAStrongerRole() {
        Resource prod =
                Resource.newBuilder()
                        .setKind("Agent")
                        .setMetadata(
                                ObjectMeta.newBuilder()
                                        .setNamespace("payments")
                                        .setName("a")
                                        .putLabels("env", "prod"))
                        .build();
        assertThat(refusal(BOB, AccessRequest.of(Verb.APPLY, prod)).needs())
                .contains("environment prod demands role release-admin");
        allowed(BOB, AccessRequest.of(Verb.GET, prod));
        allowed(ALICE, AccessRequest.of(Verb.APPLY, prod));
        allowed(ALICE, AccessRequest.of(Verb.DELETE, prod));
    }

    @Test
    void deploymentCountsInTheEnvironmentItNames() {
        Resource deployment =
                Resource.newBuilder()
                        .setKind("Deployment")
                        .setMetadata(
                                ObjectMeta.newBuilder()
                                        .setNamespace("payments")
                                        .setName("d")
                                        .putLabels("env", "dev"))
                        .setSpec(
                                Any.pack(
                                        DeploymentSpec.newBuilder()
                                                .setEnvironmentRef(Ref.newBuilder().setName("prod"))
                                                .build()))
                        .build();
        refusal(BOB, AccessRequest.of(Verb.APPLY, deployment));
    }

    @Test
    void batchIsRefusedAsAWhole() {
        ProblemException thrown =
                catchThrowableOfType(
                        ProblemException.class,
                        () ->
                                gate.checkAll(
                                        BOB,
                                        List.of(
                                                agent(Verb.APPLY, "payments"),
                                                agent(Verb.APPLY, "ops"))));
        assertThat(((AccessProblem.Forbidden) thrown.problem()).place()).isEqualTo("ops");
    }

    @Test
    void listsShowTheNamespacesOfTheCaller() {
        assertThat(gate.readable(BOB, Verb.LIST, "Agent"))
                .isEqualTo(
                        new ReadScope.Within(
                                new java.util.TreeSet<>(
                                        List.of("payments", "payments-dev", "joch-shared"))));
        assertThat(gate.readable(PETRA, Verb.LIST, "Agent")).isEqualTo(new ReadScope.Everywhere());
        assertThat(gate.roles(PETRA)).containsExactly("admin@*");
    }

    @Test
    void platformIsReadByAllAndWrittenByFew() {
        AccessRequest read = AccessRequest.of(Verb.GET, "Model", "", "gpt");
        AccessRequest write = AccessRequest.of(Verb.APPLY, "Environment", "", "prod");
        allowed(BOB, read);
        refusal(TeamFixture.person("eve@acme.example"), read);
        refusal(ALICE, write);
        allowed(PETRA, write);
        // a namespace in a document of a cluster-scoped kind buys nothing
        refusal(ALICE, AccessRequest.of(Verb.APPLY, "Environment", "payments", "prod"));
    }

    @Test
    void auditIsForAuditors() {
        allowed(TeamFixture.person("audrey@acme.example"), AccessRequest.of(Verb.AUDIT));
        refusal(ALICE, AccessRequest.of(Verb.AUDIT));
        allowed(TeamFixture.localAdmin(), AccessRequest.of(Verb.AUDIT));
    }

    @Test
    void configuredAdminsNeedNoTeam() {
        allowed(TeamFixture.person("root@acme.example"), agent(Verb.DELETE, "anywhere"));
        allowed(TeamFixture.person("x", "owners"), agent(Verb.DELETE, "anywhere"));
    }

    private static AccessRequest team(String name, TeamSpec spec) {
        return AccessRequest.of(Verb.APPLY, TeamFixture.team("acme", name, 9, spec));
    }

    private TeamSpec payments(String... further) {
        TeamSpec.Builder spec = records.of("acme").team("payments").toBuilder();
        spec.addAllMembers(TeamFixture.spec(List.of(), further).getMembersList());
        return spec.build();
    }

    @Test
    void adminOfATeamGivesRolesThatItHolds() {
        allowed(ALICE, team("payments", payments("dave@acme.example=operator")));
        allowed(ALICE, team("payments", payments("dave@acme.example=admin")));
        refusal(BOB, team("payments", payments("dave@acme.example=viewer")));
    }

    @Test
    void nobodyGivesARoleItDoesNotHold() {
        assertThat(refusal(ALICE, team("payments", payments("dave@acme.example=auditor"))).needs())
                .contains("must hold it there");
        refusal(ALICE, team("payments", payments("dave@acme.example=break-glass")));
        allowed(PETRA, team("payments", payments("dave@acme.example=break-glass")));
    }

    @Test
    void nobodyRaisesItsOwnRights() {
        refusal(
                ALICE,
                team("payments", payments().toBuilder().addNamespaces("joch-system").build()));
        refusal(ALICE, team("payments", payments().toBuilder().addNamespaces("ops").build()));
        refusal(BOB, team("payments", payments("bob@acme.example=admin")));
        refusal(BOB, team("mine", TeamFixture.spec(List.of("payments"), "bob@acme.example=admin")));
        assertThat(
                        refusal(PETRA, team("payments", payments("petra@acme.example=break-glass")))
                                .needs())
                .contains("nobody gives itself a role");
        Caller inGroup = TeamFixture.person("petra@acme.example", "fire");
        refusal(inGroup, team("payments", payments("group:fire=break-glass")));
    }

    @Test
    void restraintsOfATeamAreNotItsAdminsToLift() {
        TeamSpec restrained = payments().toBuilder().addDefaultPolicies("no-mail").build();
        records.with(TeamFixture.team("acme", "payments", 10, restrained));
        refusal(ALICE, team("payments", restrained.toBuilder().clearDefaultPolicies().build()));
        allowed(PETRA, team("payments", restrained.toBuilder().clearDefaultPolicies().build()));
    }

    @Test
    void teamsAreMadeAndRemovedByAdminsOfTheTenant() {
        refusal(ALICE, team("new", TeamFixture.spec(List.of("payments"), "x@acme.example=viewer")));
        allowed(PETRA, team("new", TeamFixture.spec(List.of("payments"), "x@acme.example=viewer")));
        refusal(ALICE, AccessRequest.of(Verb.DELETE, "Team", "", "payments"));
        allowed(PETRA, AccessRequest.of(Verb.DELETE, "Team", "", "payments"));
    }

    @Test
    void ownWritesCountAtOnceAndOlderNewsDoesNotUndoThem() {
        gate.learn(
                TeamFixture.team(
                        "acme",
                        "payments",
                        20,
                        TeamFixture.spec(List.of("payments"), "zoe@acme.example=editor")),
                false);
        allowed(TeamFixture.person("zoe@acme.example"), agent(Verb.APPLY, "payments"));
        gate.learn(
                TeamFixture.team(
                        "acme",
                        "payments",
                        15,
                        TeamFixture.spec(List.of("payments"), "bob@acme.example=editor")),
                false);
        refusal(BOB, agent(Verb.APPLY, "payments"));
    }
}
