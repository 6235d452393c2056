package dev.joch.runtime;

import java.util.Set;

/**
 * A workload that an adapter looks after.
 *
 * @param unheld limits that were asked for and that nothing here can hold
 */
public record Handle(String name, Set<Limit> unheld) {

    public Handle {
        unheld = Set.copyOf(unheld);
    }
}
