package dev.joch.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The contract keeps what it promised. */
class ContractCompatibilityTest {

    private static final Path GOLDEN =
            Path.of(System.getProperty("basedir", "."), "src/test/golden/contract.txt");

    private static final List<String> HEADER =
            List.of(
                    "# Promises of the contract, one a line: written by ContractCompatibilityTest"
                            + " with",
                    "# -Dgolden=overwrite. A line that goes away here takes something from users.");

    private static final String BREAKING =
            """
            The contract no longer keeps what it promised:
              %s
            Clients and documents out there rely on it. Bring it back and put what is new \
            beside it, under a new number or name; mark as deprecated what \
            nobody should use any more. If the promise was never released, delete its lines from \
            src/test/golden/contract.txt by hand and say why in docs/decisions.\
            """;

    private static final String ADDED =
            """
            The contract promises something new:
              %s
            If that is meant to stay, accept it: mvn -o -pl proto test -Dgolden=overwrite\
            """;

    @Test
    void whatWasPromisedIsKeptAndWhatIsNewIsAccepted() throws IOException {
        Fingerprint now = Fingerprint.of(Contract.load());
        boolean overwrite = "overwrite".equals(System.getProperty("golden"));
        Fingerprint accepted =
                overwrite && !Files.exists(GOLDEN)
                        ? Fingerprint.parse(List.of())
                        : Fingerprint.parse(Files.readAllLines(GOLDEN));
        List<String> broken = accepted.brokenBy(now);
        assertTrue(broken.isEmpty(), () -> BREAKING.formatted(String.join("\n  ", broken)));
        if (overwrite) {
            List<String> lines = new ArrayList<>(HEADER);
            lines.addAll(now.lines());
            Files.createDirectories(GOLDEN.getParent());
            Files.write(GOLDEN, lines);
            return;
        }
        List<String> added = accepted.addedBy(now);
        assertTrue(added.isEmpty(), () -> ADDED.formatted(String.join("\n  ", added)));
        assertEquals(accepted.lines(), now.lines(), "accept it with -Dgolden=overwrite");
    }
}
