package dev.joch.cli.resource;

import dev.joch.cli.output.TableText;
import dev.joch.cli.session.Session;

import java.util.ArrayList;
import java.util.List;

/** Earlier versions as lines. */
final class HistoryTable {

    private HistoryTable() {}

    static List<String> lines(List<Versions> versions, Session session, boolean headers) {
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < versions.size(); i++) {
            Versions version = versions.get(i);
            rows.add(
                    List.of(
                            String.valueOf(version.generation()),
                            version.revision(),
                            version.change(i + 1 < versions.size() ? versions.get(i + 1) : null),
                            ServerTable.age(version.committedAt(), session.now())));
        }
        return new TableText(
                        List.of("GENERATION", "REVISION", "CHANGE", "AGE"),
                        session.screen().width())
                .lines(rows, headers);
    }
}
