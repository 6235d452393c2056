package dev.joch.cli.local;

import dev.joch.cli.api.ApiClient;
import dev.joch.cli.config.Configuration;
import dev.joch.cli.json.Tree;
import dev.joch.cli.problem.Failure;
import dev.joch.cli.problem.FailureException;
import dev.joch.cli.session.Session;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** What {@code doctor} looks at, from the machine to the server. */
final class Checks {
    private static final int OLDEST_JAVA = 25;
    private static final Duration TOLERABLE_SKEW = Duration.ofSeconds(30);

    private final Session session;

    Checks(Session session) {
        this.session = session;
    }

    List<Check> all() {
        List<Check> checks = new ArrayList<>();
        checks.add(java());
        checks.add(home());
        checks.add(configuration());
        checks.add(launcher());
        Probe probe = Probe.of(session);
        checks.add(server(probe));
        if (probe.failure().isEmpty()) {
            checks.add(probe.ready() ? Check.fine("readiness", "takes work") : notReady());
            checks.add(token(probe));
            checks.add(store(probe));
            checks.add(clock());
        }
        return checks;
    }

    private static Check java() {
        int feature = Runtime.version().feature();
        return feature >= OLDEST_JAVA
                ? Check.fine("java", Runtime.version().toString())
                : Check.wrong("java", "version " + feature, "install a JDK " + OLDEST_JAVA);
    }

    private Check home() {
        Path home = session.world().places().data();
        Path existing = home;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        return existing != null && Files.isWritable(existing)
                ? Check.fine("home", home.toString())
                : Check.wrong(
                        "home",
                        home + " cannot be written",
                        "set JOCH_HOME to a folder you may write to");
    }

    private Check configuration() {
        try {
            Configuration configuration = session.configurationFile().read();
            Path path = session.configurationFile().path();
            if (session.configurationFile().openToOthers()) {
                return Check.doubtful(
                        "configuration", path + " can be read by others", "chmod 600 " + path);
            }
            String contexts =
                    configuration.contexts().isEmpty()
                            ? "none yet"
                            : String.join(", ", configuration.names());
            return Check.fine("configuration", "contexts: " + contexts);
        } catch (FailureException e) {
            return Check.wrong("configuration", e.failure().message(), e.failure().fix());
        }
    }

    private Check launcher() {
        return session.world().variable("JOCH_SERVER_COMMAND").isEmpty()
                ? Check.doubtful(
                        "local server",
                        "joch up cannot start one",
                        "use the launcher script of the distribution")
                : Check.fine("local server", "joch up can start one");
    }

    private Check server(Probe probe) {
        String address = session.settings().server();
        return probe.failure()
                .map(failure -> Check.wrong("server", failure.message(), failure.fix()))
                .orElseGet(() ->
                        Check.fine(
                                "server",
                                address + ", version " + Tree.text(probe.version(), "version")));
    }

    private static Check notReady() {
        return Check.wrong(
                "readiness",
                "the server answers but takes no work yet",
                "try again; look into its log");
    }

    private static Check token(Probe probe) {
        return probe.refusal()
                .map(Checks::refused)
                .orElseGet(() -> Check.fine("token", "accepted, you are " + probe.subject()));
    }

    private static Check refused(Failure refusal) {
        return Check.wrong("token", refusal.message(), refusal.fix());
    }

    private static Check store(Probe probe) {
        String store = Tree.text(probe.version(), "store");
        return store.isEmpty()
                ? Check.doubtful("store", "the server does not say", "")
                : Check.fine("store", store);
    }

    private Check clock() {
        try (ApiClient client =
                session.clientOf(
                        Probe.anonymous(session.settings(), session.settings().server()))) {
            String date = client.probe("/v1/version").header("date");
            if (date.isEmpty()) {
                return Check.fine(
                        "clock", Instant.ofEpochSecond(session.now().getEpochSecond()).toString());
            }
            Instant there = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
            Duration skew = Duration.between(there, session.now()).abs();
            return skew.compareTo(TOLERABLE_SKEW) <= 0
                    ? Check.fine("clock", "agrees with the server")
                    : Check.wrong(
                            "clock",
                            "differs from the server's by " + skew.toSeconds() + "s",
                            "set the time of this machine");
        } catch (FailureException | DateTimeException e) {
            return Check.doubtful("clock", "cannot be compared", "");
        }
    }
}
