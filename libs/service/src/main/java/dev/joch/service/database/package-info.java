/**
 * A service's own schema in a durable Postgres.
 *
 * <p>Databases that would lose acknowledged writes are refused. Migrations are plain SQL under
 * {@code db/<service>/}.
 */
@NullMarked
package dev.joch.service.database;

import org.jspecify.annotations.NullMarked;
