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

    Optional<RuntimeAdapter> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    Collection<RuntimeAdapter> all() {
        return byName.values();
    }

    String names() {
        return byName.isEmpty() ? "none" : String.join(", ", byName.keySet());
    }

    @Override
    public void close() {
        byName.values().forEach(RuntimeAdapter::close);
    }
}
