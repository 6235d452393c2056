package dev.joch.controllermanager.rollout;

import dev.joch.runtime.RuntimeAdapter;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The runtimes of this installation, by name. */
public final class Runtimes implements AutoCloseable {

    private final Map<String, RuntimeAdapter> byName = new TreeMap<>();

    public Runtimes(Collection<RuntimeAdapter> adapters) {
        adapters.forEach(adapter -> byName.put(adapter.name(), adapter));
    }

    public Optional<RuntimeAdapter> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public Collection<RuntimeAdapter> all() {
        return byName.values();
    }

    /** What to do about a runtime that is not there. */
    public String missing(String name) {
        return (name.isEmpty() ? "no runtime is named" : "runtime " + name + " is not configured")
                + " (there are: "
                + (byName.isEmpty() ? "none" : String.join(", ", byName.keySet()))
                + "); set joch.controller-manager.deployments.runtimes of the server, or name another one";
    }

    @Override
    public void close() {
        byName.values().forEach(RuntimeAdapter::close);
    }
}
