package dev.joch.apiserver.rest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The table of all paths. Pure: the same request always goes to the same place. */
final class Routes {

    /** A planned path, read once. */
    private record Later(PathTemplate path, PlannedPath planned) {}

    private final List<Binding> bindings;
    private final List<Later> later;

    Routes(List<Binding> bindings, List<PlannedPath> planned) {
        this.bindings = bindings;
        this.later =
                planned.stream()
                        .map(path -> new Later(PathTemplate.parse(path.path()), path))
                        .sorted(Comparator.comparing(Later::path))
                        .toList();
    }

    Route find(String method, List<String> path) {
        List<String> segments = withoutTrailingSlash(path);
        for (Later candidate : later) {
            if (candidate.planned().verb().equals(method)
                    && candidate.path().match(segments).isPresent()) {
                return new Route.Planned(candidate.planned().service());
            }
        }
        Set<String> allowed = new TreeSet<>();
        for (Binding binding : bindings) {
            Optional<Map<String, String>> variables = binding.path().match(segments);
            if (variables.isPresent()) {
                if (binding.verb().equals(method)) {
                    return new Route.Call(binding, variables.get());
                }
                allow(binding.verb(), allowed);
            }
        }
        later.stream()
                .filter(candidate -> candidate.path().match(segments).isPresent())
                .forEach(candidate -> allow(candidate.planned().verb(), allowed));
        return allowed.isEmpty() ? new Route.Nowhere() : new Route.OtherMethods(allowed);
    }

    private static void allow(String verb, Set<String> allowed) {
        allowed.add(verb);
        allowed.add("OPTIONS");
        if (verb.equals("GET")) {
            allowed.add("HEAD");
        }
    }

    private static List<String> withoutTrailingSlash(List<String> path) {
        return path.size() > 1 && path.getLast().isEmpty()
                ? new ArrayList<>(path.subList(0, path.size() - 1))
                : path;
    }
}
