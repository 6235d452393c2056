/**
 * The kinds of the group joch.dev: agents, their adapters, their policies, and the bills that
 * describe them.
 */
@NullMarked
package dev.joch.controllermanager.agent;

import org.jspecify.annotations.NullMarked;
