/**
 * The collapsed shape: every service in one process, on an embedded Postgres, with its data in one
 * folder.
 *
 * <p>Only this package knows that the services are together. It gives them a database, a folder and
 * two ports, and they start as they would anywhere.
 */
@NullMarked
package dev.joch.server;

import org.jspecify.annotations.NullMarked;
