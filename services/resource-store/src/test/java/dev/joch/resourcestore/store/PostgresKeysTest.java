package dev.joch.resourcestore.store;

import static dev.joch.resourcestore.Requests.agent;
import static dev.joch.resourcestore.Requests.in;
import static dev.joch.resourcestore.Requests.key;
import static dev.joch.resourcestore.Requests.put;
import static dev.joch.resourcestore.Requests.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.resourcestore.Desk;
import dev.joch.resourcestore.RequestLimits;
import dev.joch.resourcestore.Stores;
import dev.joch.service.problem.ServiceProblem;
import dev.joch.testkit.postgres.TestPostgres;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.Random;

/** What the limits let through fits into an index, and the rest never reaches the database. */
final class PostgresKeysTest {

    private final Desk desk = new Desk(Stores.postgres(TestPostgres.server().newDatabase()));

    @AfterEach
    void close() {
        desk.close();
    }

    /** Text that no database can make shorter. */
    private static String noise(int first, int different) {
        return new Random(7)
                .ints(RequestLimits.LONGEST_NAME, first, first + different)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static ResourceKey target(String name) {
        return key(name, name).toBuilder().setNamespace(name).build();
    }

    @Test
    void theLongestNamesFit() {
        String name = noise('0', 70);
        Resource written = desk.put(in(resource(name, name, "x"), name), target(name));
        assertEquals(name, written.getMetadata().getName());
    }

    @Test
    void namesAreMeasuredInBytes() {
        String name = noise(0x4e00, 20_000);
        Desk.refused(
                ServiceProblem.InvalidRequest.class,
                () -> desk.write(put(in(resource(name, name, "x"), name), target(name))));
    }

    @Test
    void halfACharacterIsNoName() {
        Desk.refused(
                ServiceProblem.InvalidRequest.class, () -> desk.put(agent("a" + '\ud800', "x")));
    }
}
