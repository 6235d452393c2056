package dev.joch.cli.kind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.resource.kind.Column;
import dev.joch.resource.kind.Kind;
import dev.joch.resource.kind.Kinds;
import dev.joch.testkit.golden.Golden;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.stream.Collectors;

class KindTableTest {

    @Test
    void theTableSaysWhatTheContractSays() {
        String contract =
                Kinds.all().stream()
                        .map(KindTableTest::row)
                        .map(KindRow::line)
                        .sorted()
                        .collect(Collectors.joining("\n", "", "\n"));

        Golden.check(Path.of("src/main/resources/dev/joch/cli/kind/kinds.tsv"), contract);
    }

    @Test
    void aKindIsFoundByEveryOfItsWords() {
        KindTable table = KindTable.load();

        for (String word :
                new String[] {"agents", "agent", "Agent", "ag", "AGENTS", "agents.joch.dev"}) {
            assertThat(table.find(word)).as(word).map(KindRow::kind).contains("Agent");
        }
    }

    private static KindRow row(Kind kind) {
        return new KindRow(
                kind.kind(),
                kind.apiVersion(),
                kind.plural(),
                kind.shortNames(),
                kind.namespaced(),
                kind.internal(),
                kind.columns().stream().map(KindTableTest::column).toList());
    }

    private static String column(Column column) {
        return (column.wide() ? "+" : "") + column.name() + "=" + column.path();
    }
}
