/**
 * How the program of an agent is started, by the word of its framework.
 *
 * <p>Always true: code is found below the code folder of the worker and nowhere else, links
 * included. An agent whose program cannot be started is refused with a sentence that says what is
 * missing, before anything runs.
 */
@NullMarked
package dev.joch.worker.launch;

import org.jspecify.annotations.NullMarked;
