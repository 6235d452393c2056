package dev.joch.server.split;

import java.util.Map;

/** What a worker is called in one of its lives, so that what it had can be told afterwards. */
public final class WorkerLife {

    private WorkerLife() {}

    public static boolean isWorker(String member) {
        return member.equals(SplitCluster.WORKER) || member.equals(SplitCluster.SECOND_WORKER);
    }

    /** As the scheduler knows it. */
    public static String name(String member, int number) {
        return member + "-life-" + number;
    }

    /** What the member is started with; nothing for all others. */
    public static Map<String, String> of(String member, int number) {
        return isWorker(member) ? Map.of("JOCH_WORKER_NAME", name(member, number)) : Map.of();
    }
}
