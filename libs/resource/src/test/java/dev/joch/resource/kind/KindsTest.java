package dev.joch.resource.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.resource.v1alpha1.AgentSpec;
import dev.joch.resource.v1alpha1.Ref;
import dev.joch.resource.v1alpha1.Resource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class KindsTest {

    @Test
    void everyKindOfTheContractIsListedByName() {
        assertThat(Kinds.all()).extracting(Kind::kind).isSorted().doesNotHaveDuplicates();
        assertThat(Kinds.all())
                .extracting(Kind::kind)
                .contains("Agent", "ModelRoute", "MCPServer", "CompiledAgentManifest");
    }

    @ParameterizedTest
    @MethodSource("all")
    void aKindHasAllItsWordsAndMessages(Kind kind) {
        assertThat(kind.apiVersion()).matches("([a-z]+\\.)?joch\\.dev/v1(alpha1)?");
        assertThat(kind.plural()).matches("[a-z]+");
        assertThat(kind.specDescriptor().getFullName()).isEqualTo(kind.spec().fullName());
        assertThat(kind.statusDescriptor().getName()).isEqualTo(kind.kind() + "Status");
        assertThat(Kinds.find(kind.plural())).contains(kind);
        assertThat(Kinds.find(kind.singular())).contains(kind);
        assertThat(Kinds.find(kind.crdPlural() + "." + kind.group())).contains(kind);
        assertThat(kind.shortNames())
                .allSatisfy(word -> assertThat(Kinds.find(word)).contains(kind));
    }

    static java.util.List<Kind> all() {
        return Kinds.all();
    }

    @ParameterizedTest
    @CsvSource({
        "Agent, Agent",
        "agents, Agent",
        "AGENT, Agent",
        "ag, Agent",
        "agents.joch.dev, Agent",
        "agents.v1alpha1.joch.dev, Agent",
        "mcpserver, MCPServer",
        "agentdeployments, Deployment",
        "conv, Conversation"
    })
    void aPersonMayCallAKindByAnyOfItsWords(String word, String kind) {
        assertThat(Kinds.find(word)).map(Kind::kind).contains(kind);
    }

    @Test
    void aDocumentMustNameItsKindExactly() {
        assertThat(Kinds.named("agent")).isEmpty();
        assertThat(Kinds.named("Agent")).isPresent();
        assertThatThrownBy(() -> Kinds.kind("agent")).hasMessageContaining("agent");
    }

    @ParameterizedTest
    @CsvSource({"Agnet, Agent", "agnts, agents", "ModelRout, ModelRoute", "polices, policies"})
    void aMisspelledWordGetsASuggestion(String word, String suggestion) {
        assertThat(Kinds.suggest(word)).contains(suggestion);
    }

    @Test
    void aWildWordGetsNone() {
        assertThat(Kinds.suggest("kubernetes")).isEmpty();
        assertThat(Kinds.suggest("")).isEmpty();
        assertThat(Kinds.suggest("a".repeat(100_000))).isEmpty();
    }

    @Test
    void specsArePackedAndUnpackedByTheirKind() throws Exception {
        Kind agent = Kinds.kind("Agent");
        AgentSpec spec =
                AgentSpec.newBuilder()
                        .putMemories("b", Ref.newBuilder().setName("two").build())
                        .putMemories("a", Ref.newBuilder().setName("one").build())
                        .build();
        Resource resource = agent.newResource().setSpec(agent.spec().pack(spec)).build();
        assertThat(resource.getSpec().getTypeUrl())
                .isEqualTo("type.googleapis.com/joch.resource.v1alpha1.AgentSpec");
        assertThat(agent.specOf(resource)).isEqualTo(spec);
        assertThat(agent.statusOf(resource)).isEqualTo(agent.status().prototype());
        assertThat(resource.getSpec().unpack(AgentSpec.class)).isEqualTo(spec);
    }

    @Test
    void equalSpecsHaveEqualBytes() {
        Ref ref = Ref.newBuilder().setName("x").build();
        AgentSpec.Builder forward = AgentSpec.newBuilder();
        AgentSpec.Builder backward = AgentSpec.newBuilder();
        for (int i = 0; i < 50; i++) {
            forward.putMemories("m" + i, ref);
            backward.putMemories("m" + (49 - i), ref);
        }
        MessageType type = Kinds.kind("Agent").spec();
        assertThat(type.pack(forward.build())).isEqualTo(type.pack(backward.build()));
    }

    @Test
    void theSpecOfAnotherKindIsRefused() {
        Any policy = Any.newBuilder().setTypeUrl("type.googleapis.com/x.PolicySpec").build();
        assertThatThrownBy(() -> Kinds.kind("Agent").spec().unpack(policy))
                .isInstanceOf(InvalidProtocolBufferException.class)
                .hasMessageContaining("PolicySpec");
    }
}
