package dev.joch.service.process;

import dev.joch.service.config.KnownKeys;
import dev.joch.service.problem.ProblemException;

import io.micronaut.context.exceptions.BeanContextException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the main classes of services share: options, a start that explains itself when it fails, and
 * waiting for the end.
 */
public final class ServiceMain {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceMain.class);

    private static final String FRAMEWORK_MESSAGE = "Message: ";

    private ServiceMain() {}

    /**
     * Runs one service in a process of its own until a signal ends it.
     *
     * @param arguments {@code --config FILE}, any number of times
     */
    public static void run(String service, String[] arguments) {
        @Nullable List<Path> files = files(arguments);
        if (files == null) {
            System.err.println("usage: " + service + " [--config FILE]...");
            System.exit(2);
            return;
        }
        try (JochProcess process =
                JochProcess.start(List.of(service), files, Map.of("joch.mesh.split", true))) {
            LOG.info("{} is ready", service);
            process.closeOnExit(process::close).awaitEnd();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.debug("the start failed", e);
            System.err.println("error: " + explain(e));
            System.exit(1);
        } catch (Error e) {
            // a broken installation: parts that were started are stopped, the caller learns of it
            LOG.error("{} cannot run", service, e);
            System.exit(1);
        }
    }

    private static @Nullable List<Path> files(String[] arguments) {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < arguments.length; i += 2) {
            if (!arguments[i].equals("--config") || i + 1 == arguments.length) {
                return null;
            }
            files.add(Path.of(arguments[i + 1]));
        }
        return files;
    }

    /**
     * The sentence for whoever started the process: a refusal's own words, wherever in the chain of
     * causes it is.
     */
    public static String explain(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException known) {
                return known.problem().message() + "  [" + known.problem().reason() + "]";
            }
            if (cause instanceof KnownKeys.UnknownKey
                    || cause instanceof IllegalArgumentException) {
                return String.valueOf(cause.getMessage());
            }
        }
        return summary(failure) + "; JOCH_LOG_LEVEL=DEBUG tells more";
    }

    /** What failed and why at bottom, without how the framework came there. */
    private static String summary(Throwable failure) {
        Throwable told = failure;
        while (told instanceof BeanContextException && told.getCause() != null) {
            told = told.getCause();
        }
        Throwable root = told;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String sentence = firstLine(told);
        return root == told
                ? sentence
                : sentence + ": " + root.getClass().getSimpleName() + ": " + firstLine(root);
    }

    /** The framework tells what went wrong innermost after its last "Message:". */
    private static String firstLine(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        int innermost = message.lastIndexOf(FRAMEWORK_MESSAGE);
        String told =
                innermost < 0 ? message : message.substring(innermost + FRAMEWORK_MESSAGE.length());
        return told.strip().lines().findFirst().orElse("");
    }
}
