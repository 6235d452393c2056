package dev.joch.controllermanager.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.controllermanager.Records;
import dev.joch.controllermanager.status.Looked;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.TeamStatus;

import org.junit.jupiter.api.Test;

/** Environments and teams. They are nobody's neighbours: what they name is shared. */
final class PlaceRulesTest {

    private static Resource shared(String kind, String name, String spec) {
        Resource.Builder resource = Records.of(kind, name, spec).toBuilder();
        resource.getMetadataBuilder().setNamespace("joch-shared");
        return resource.build();
    }

    private static Looked judged(Resource resource, Resource... there) {
        return Looked.at(PlaceController.judge(Looked.subject(resource, there)));
    }

    @Test
    void anEnvironmentIsReadyWhenItsPoliciesAndDefaultsAreThere() {
        Resource prod =
                Records.of(
                        "Environment",
                        "prod",
                        "{defaults: {modelRouteRef: {name: r}}, policies: [{name: p}],"
                                + " budgetRefs: [{name: b}]}");
        Resource route = shared("ModelRoute", "r", "{strategy: {primary: 'openai:m'}}");
        Resource policy = shared("Policy", "p", "{}");
        Looked ready = judged(prod, route, policy);
        assertThat(ready.phase()).isEqualTo("Ready");
        assertThat(ready.holds("Ready")).isEqualTo("True Distributed");
        assertThat(ready.holds("Distributed")).isEqualTo("True Distributed");
        assertThat(ready.holds("ReferencesResolved")).isEqualTo("True SomeAbsent");

        Looked unjudged = judged(prod, route);
        assertThat(unjudged.phase()).isEqualTo("Pending");
        assertThat(unjudged.holds("Ready")).isEqualTo("False PolicyMissing");

        Looked routeless = judged(prod, policy);
        assertThat(routeless.phase()).isEqualTo("Pending");
        assertThat(routeless.holds("Ready")).isEqualTo("False ReferenceMissing");
    }

    @Test
    void aTeamCountsItsMembers() {
        Resource team =
                Records.of(
                        "Team",
                        "t",
                        "{members: [{user: a@x.example, role: admin}, {user: b@x.example, role: viewer}],"
                                + " namespaces: [ns], defaultPolicies: [p]}");
        Looked ready = judged(team, shared("Policy", "p", "{}"));
        assertThat(ready.phase()).isEqualTo("Ready");
        assertThat(ready.status(TeamStatus.class).getMemberCount()).isEqualTo(2);
        Looked unjudged = judged(team);
        assertThat(unjudged.phase()).isEqualTo("Pending");
        assertThat(unjudged.holds("PoliciesResolved")).isEqualTo("False PolicyMissing");
        assertThat(unjudged.status(TeamStatus.class).getMemberCount()).isEqualTo(2);
    }
}
