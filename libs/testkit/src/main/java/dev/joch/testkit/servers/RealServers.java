package dev.joch.testkit.servers;

import dev.joch.testkit.kafka.KafkaAddress;
import dev.joch.testkit.kafka.TestKafka;
import dev.joch.testkit.postgres.PostgresUrl;
import dev.joch.testkit.postgres.TestPostgres;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import java.util.Set;

/**
 * JUnit extension: a parameter of type {@link PostgresUrl} is a fresh, empty database, one of type
 * {@link KafkaAddress} a broker with names that nobody else uses. Servers start when the first test
 * asks.
 */
public class RealServers implements ParameterResolver {

    private final Set<Class<?>> types;

    public RealServers() {
        this(Set.of(PostgresUrl.class, KafkaAddress.class));
    }

    /** For a variant that stands for some of them: JUnit wants one resolver for a type. */
    protected RealServers(Set<Class<?>> types) {
        this.types = Set.copyOf(types);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return types.contains(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == PostgresUrl.class
                ? new PostgresUrl(TestPostgres.server().newDatabase())
                : TestKafka.broker().newAddress();
    }
}
