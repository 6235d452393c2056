/** What operators keep: environments, teams, budgets, secrets, and what comes of runs. */
@NullMarked
package dev.joch.controllermanager.ops;

import org.jspecify.annotations.NullMarked;
