package dev.joch.testkit.postgres;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * JUnit extension: a parameter of type {@link PostgresUrl} is a fresh, empty database.
 *
 * <p>Use it as {@code @ExtendWith(Postgres.class)}.
 */
public final class Postgres implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == PostgresUrl.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return new PostgresUrl(TestPostgres.server().newDatabase());
    }
}
