package dev.joch.service.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;

import org.jspecify.annotations.Nullable;
import org.slf4j.bridge.SLF4JBridgeHandler;

import java.util.List;

/**
 * Sets logback up in code: reading a configuration file costs a second of every cold start. Tests
 * bring a file of their own.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {

    private static final String PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%thread] %logger{24} %ids%msg%n";

    /** Libraries that tell at INFO what only their makers want to know. */
    private static final List<String> TALKATIVE =
            List.of(
                    "org.flywaydb",
                    "com.zaxxer.hikari",
                    "io.micronaut",
                    "io.netty",
                    "io.grpc",
                    "io.zonky.test",
                    "org.apache.kafka");

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (LogSetup.class.getClassLoader().getResource("logback-test.xml") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setName("console");
        console.setTarget("System.err");
        console.setEncoder(encoder(context, System.getenv("JOCH_LOG_FORMAT")));
        console.start();
        bridge();
        Level level = Level.toLevel(System.getenv("JOCH_LOG_LEVEL"), Level.INFO);
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(level);
        root.addAppender(console);
        if (level.isGreaterOrEqual(Level.INFO)) {
            // schemas of others use words that it does not know, and that mean nothing to it
            context.getLogger("com.networknt.schema").setLevel(Level.ERROR);
            TALKATIVE.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
        }
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** gRPC and OpenTelemetry log by the logging of the JDK. */
    private static void bridge() {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    /**
     * @param format of {@code JOCH_LOG_FORMAT}
     */
    static Encoder<ILoggingEvent> encoder(LoggerContext context, @Nullable String format) {
        if ("json".equals(format)) {
            JsonLines json = new JsonLines();
            json.setContext(context);
            json.start();
            return json;
        }
        PatternLayout lines = new PatternLayout();
        lines.setContext(context);
        lines.getInstanceConverterMap().put("ids", LogIds.AsText::new);
        lines.setPattern(PATTERN);
        lines.start();
        LayoutWrappingEncoder<ILoggingEvent> text = new LayoutWrappingEncoder<>();
        text.setContext(context);
        text.setLayout(lines);
        text.start();
        return text;
    }
}
