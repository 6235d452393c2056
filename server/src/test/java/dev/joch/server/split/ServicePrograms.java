package dev.joch.server.split;

import static java.util.Map.entry;

import dev.joch.testkit.cluster.ChildCommand;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The programs of the services, each with the class path that the distribution gives it. */
public final class ServicePrograms {

    private static final Map<String, String> MAIN_CLASSES =
            Map.ofEntries(
                    entry(SplitCluster.STORE, "dev.joch.resourcestore.ResourceStoreServer"),
                    entry("policy-engine", "dev.joch.policyengine.PolicyEngineServer"),
                    entry(SplitCluster.ADMISSION, "dev.joch.admission.AdmissionServer"),
                    entry("compiler", "dev.joch.compiler.CompilerServer"),
                    entry("agbom", "dev.joch.agbom.AgBomServer"),
                    entry(SplitCluster.SCHEDULER, "dev.joch.scheduler.SchedulerServer"),
                    entry("trace", "dev.joch.trace.TraceServer"),
                    entry(SplitCluster.WORKER, "dev.joch.worker.WorkerServer"),
                    entry(
                            SplitCluster.CONTROLLERS,
                            "dev.joch.controllermanager.ControllerManagerServer"),
                    entry(SplitCluster.APISERVER, "dev.joch.apiserver.ApiServer"));

    private ServicePrograms() {}

    static Set<String> names() {
        return MAIN_CLASSES.keySet();
    }

    public static ChildCommand java(String service, int heapMegabytes) {
        return ChildCommand.java(service, mainClass(service), heapMegabytes, classPath(service));
    }

    private static String mainClass(String service) {
        String mainClass = MAIN_CLASSES.get(service);
        if (mainClass == null) {
            throw new IllegalArgumentException(service + " is none of " + MAIN_CLASSES.keySet());
        }
        return mainClass;
    }

    /** What the distribution gives a program: its own jar and what that needs, no other service. */
    static String classPath(String program) {
        List<String> others = new ArrayList<>(List.of("server", "cli", "libs-testkit", "testkit"));
        others.addAll(MAIN_CLASSES.keySet());
        others.remove(program);
        if (program.equals("cli")) {
            others.removeAll(List.of(SplitCluster.ADMISSION, "compiler"));
        }
        List<String> words = new ArrayList<>();
        for (String other : others) {
            words.add("/joch-" + other + "-");
            words.add("/joch-" + other + "/");
            words.add("/" + other + "/target/");
        }
        return ChildCommand.classPathWithout(words);
    }
}
