/**
 * Runs: started, ended, explained, and what is recorded of them. An Execution is committed like
 * anything applied before the scheduler hears of it; should the scheduler be away, the controllers
 * tell it later.
 */
@NullMarked
package dev.joch.apiserver.execution;

import org.jspecify.annotations.NullMarked;
