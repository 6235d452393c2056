package dev.joch.cli.session;

import dev.joch.cli.api.ApiClient;
import dev.joch.cli.api.Trace;
import dev.joch.cli.command.Arguments;
import dev.joch.cli.config.Configuration;
import dev.joch.cli.config.ConfigurationFile;
import dev.joch.cli.config.Settings;
import dev.joch.cli.config.TokenSource;
import dev.joch.cli.kind.KindTable;
import dev.joch.cli.output.Paint;
import dev.joch.cli.output.Screen;
import dev.joch.cli.problem.FailureException;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** One call of {@code joch}. */
public final class Session implements AutoCloseable {
    private final World world;
    private final Arguments arguments;
    private final Trace trace = Trace.begin();
    private @Nullable Settings settings;
    private @Nullable KindTable kinds;
    private @Nullable ApiClient client;

    public Session(World world, Arguments arguments) {
        this.world = world;
        this.arguments = arguments;
    }

    public World world() {
        return world;
    }

    public Screen screen() {
        return world.screen();
    }

    public Instant now() {
        return world.clock().instant();
    }

    public ConfigurationFile configurationFile() {
        return new ConfigurationFile(world.places().config());
    }

    public Settings settings() {
        Settings known = settings;
        if (known == null) {
            Configuration configuration = configurationFile().read();
            known = Settings.of(arguments, world.environment(), configuration);
            settings = known;
        }
        return known;
    }

    public KindTable kinds() {
        KindTable known = kinds;
        if (known == null) {
            known = KindTable.load();
            kinds = known;
        }
        return known;
    }

    public ApiClient client() {
        ApiClient known = client;
        if (known == null) {
            known = clientOf(settings());
            client = known;
        }
        return known;
    }

    /** A client of another server than the usual one; the caller closes it. */
    public ApiClient clientOf(Settings other) {
        return ApiClient.of(other, new TokenSource(world.environment()), trace, this::debug);
    }

    /** Colour of standard output. */
    public Paint paint() {
        return Colours.of(arguments, world.environment(), screen().outTerminal());
    }

    /** Colour of standard error. */
    public Paint errorPaint() {
        return Colours.of(arguments, world.environment(), screen().errTerminal());
    }

    /** Tells a person what happens, unless they want silence. */
    public void say(String text) {
        if (!arguments.has("--quiet")) {
            screen().say(text);
        }
    }

    private void debug(String text) {
        if (settings().debug()) {
            screen().say("debug: " + text);
        }
    }

    /**
     * Asks before something that cannot be undone. Where nobody can be asked, a flag has to say
     * yes.
     *
     * @return false when the person said no
     */
    public boolean confirm(String question, boolean saidYes) {
        if (saidYes) {
            return true;
        }
        if (!screen().canAsk()) {
            throw FailureException.usage(
                    question + " There is no terminal to ask at.",
                    "say --yes to do it without a question");
        }
        return screen().ask(question);
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
    }
}
