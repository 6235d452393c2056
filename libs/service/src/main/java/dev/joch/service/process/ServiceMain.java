package dev.joch.service.process;

import dev.joch.service.config.KnownKeys;
import dev.joch.service.problem.ProblemException;

import io.micronaut.context.exceptions.BeanContextException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HashMap;
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
     * @param own options beside {@code --config FILE} and {@code --help}
     */
    public static void run(String service, String[] arguments, StartOption... own) {
        StartOptions options;
        try {
            options = StartOptions.read(service, List.of(own), List.of(arguments));
        } catch (IllegalArgumentException e) {
            System.err.println("error: " + e.getMessage());
            System.err.print(StartOptions.usage(service, List.of(own)));
            System.exit(2);
            return;
        }
        if (options.help()) {
            System.out.print(StartOptions.usage(service, List.of(own)));
            return;
        }
        Map<String, Object> keys = new HashMap<>(options.keys());
        keys.put("joch.mesh.split", true);
        try (JochProcess process = JochProcess.start(List.of(service), options.files(), keys)) {
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
