/**
 * What tests of Joch share: databases, golden files, waiting without sleeping, tidy rules, and the
 * cluster that kills processes.
 *
 * <p>Nothing here is mocked. A database is a real database, a process is a real process, and a fake
 * is a small program with a contract of its own.
 */
@NullMarked
package dev.joch.testkit;

import org.jspecify.annotations.NullMarked;
