package dev.joch.cli.local;

import dev.joch.cli.api.ApiClient;
import dev.joch.cli.api.Query;
import dev.joch.cli.config.Credential;
import dev.joch.cli.config.Settings;
import dev.joch.cli.json.Tree;
import dev.joch.cli.problem.Failure;
import dev.joch.cli.problem.FailureException;
import dev.joch.cli.session.Session;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;

/**
 * How a server is.
 *
 * @param failure why it did not answer; empty when it did
 * @param version what it says it is
 * @param ready whether it takes work
 * @param subject who it takes the caller for; empty when it refused the credential
 * @param refusal why it refused the credential
 */
public record Probe(
        Optional<Failure> failure,
        @Nullable Object version,
        boolean ready,
        String subject,
        Optional<Failure> refusal) {

    /** Asks version, readiness and identity. */
    public static Probe of(Session session) {
        Object version;
        boolean ready;
        try (ApiClient anyone =
                session.clientOf(anonymous(session.settings(), session.settings().server()))) {
            version = anyone.read(Query.at("version"));
            ready = anyone.probe("/readyz").status() == 200;
        } catch (FailureException e) {
            return new Probe(Optional.of(e.failure()), null, false, "", Optional.empty());
        }
        try {
            Object self = session.client().read(Query.at("whoami"));
            return new Probe(
                    Optional.empty(), version, ready, Tree.text(self, "subject"), Optional.empty());
        } catch (FailureException e) {
            return new Probe(Optional.empty(), version, ready, "", Optional.of(e.failure()));
        }
    }

    /** The same settings without a credential, for what anybody may ask. */
    public static Settings anonymous(Settings settings, String server) {
        Duration brief = Duration.ofSeconds(5);
        return new Settings(
                "",
                server,
                settings.serverOrigin(),
                settings.namespace(),
                settings.output(),
                new Credential.None(),
                settings.authority(),
                settings.runtime(),
                settings.requestTimeout().compareTo(brief) < 0 ? settings.requestTimeout() : brief,
                settings.quiet(),
                settings.debug());
    }
}
