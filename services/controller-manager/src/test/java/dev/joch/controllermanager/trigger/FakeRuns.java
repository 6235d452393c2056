package dev.joch.controllermanager.trigger;

import dev.joch.resource.v1alpha1.Resource;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs that go on until somebody ends them. */
final class FakeRuns implements Runs {

    final Map<String, Resource> going = new TreeMap<>();
    final List<String> started = new ArrayList<>();
    final List<String> cancelled = new ArrayList<>();
    String refusal = "";
    boolean away;

    @Override
    public Started start(Resource run) {
        if (away) {
            throw new ProblemException(new ServiceProblem.Unavailable("admission"));
        }
        if (!refusal.isEmpty()) {
            return new Started.Refused(refusal);
        }
        String name = run.getMetadata().getName();
        if (going.putIfAbsent(name, run) == null) {
            started.add(name);
        }
        return new Started.There(name);
    }

    @Override
    public List<Resource> active(Resource agent, List<String> names) {
        return names.stream().filter(going::containsKey).map(going::get).toList();
    }

    @Override
    public void cancel(Resource run, String reason) {
        cancelled.add(run.getMetadata().getName() + ": " + reason);
    }
}
