package dev.joch.events;

import dev.joch.service.database.Database;

/**
 * A subscription with the schema in which it is taken. Each service that listens contributes one
 * per group.
 *
 * @param database opened with the migrations {@code events}: the inbox is in it
 * @param role as whom handlers act; empty for the owner of the schema
 */
public record EventConsumer(Subscription subscription, Database database, String role) {

    public EventConsumer(Subscription subscription, Database database) {
        this(subscription, database, "");
    }
}
