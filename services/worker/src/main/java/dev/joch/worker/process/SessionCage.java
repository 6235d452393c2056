package dev.joch.worker.process;

import dev.joch.worker.process.ProcessTable.Entry;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A run without a control group. A process is of the run when it is in its session or group, when a
 * process of the run started it, or when it was started with the mark of the run: a program that
 * detaches itself still has that.
 *
 * <p>Limits are looked after by whoever asks for {@link #strain()}: between two looks a program may
 * take more.
 */
final class SessionCage implements Cage {

    private static final Duration PAUSE = Duration.ofMillis(2);
    private static final Duration KILL_TIME = Duration.ofSeconds(10);

    /** Pages of Linux have this size on all machines that Joch runs on, or are larger. */
    private static final long PAGE = 4_096;

    private static final Logger LOG = LoggerFactory.getLogger(SessionCage.class);

    private final String mark;
    private final Limits limits;

    /** Those that were seen, by process id and start: a process that hides may be one of them. */
    private final Map<Long, Long> seenPids = new ConcurrentHashMap<>();

    private volatile long leader;
    private volatile Strain seen = Strain.NONE;

    /**
     * @param mark variable and value that every process of the run was started with
     */
    SessionCage(String mark, Limits limits) {
        this.mark = mark;
        this.limits = limits;
    }

    @Override
    public List<Path> doors() {
        return List.of();
    }

    @Override
    public void entered(long pid) {
        leader = pid;
    }

    @Override
    public int population() {
        return members(false).size();
    }

    @Override
    public Strain strain() {
        if (seen != Strain.NONE) {
            return seen;
        }
        List<Entry> members = members(false);
        long bytes = members.stream().mapToLong(Entry::residentPages).sum() * PAGE;
        if (limits.memoryBytes() > 0 && bytes > limits.memoryBytes()) {
            seen = Strain.OUT_OF_MEMORY;
        } else if (limits.processes() > 0 && members.size() > limits.processes()) {
            seen = Strain.TOO_MANY_PROCESSES;
        }
        return seen;
    }

    /**
     * @param detached those too that are known by nothing but the mark, which is dear to look for
     */
    private List<Entry> members(boolean detached) {
        List<Entry> all = ProcessTable.all().stream().filter(entry -> !entry.dead()).toList();
        Set<Long> found = new HashSet<>();
        boolean more = true;
        while (more) {
            more = false;
            for (Entry entry : all) {
                if (!found.contains(entry.pid()) && isOurs(entry, found, detached)) {
                    found.add(entry.pid());
                    more = true;
                }
            }
        }
        List<Entry> members = all.stream().filter(entry -> found.contains(entry.pid())).toList();
        seenPids.clear();
        members.forEach(entry -> seenPids.put(entry.pid(), entry.startTicks()));
        return members;
    }

    private boolean isOurs(Entry entry, Set<Long> found, boolean detached) {
        long own = leader;
        if (own != 0 && (entry.pid() == own || entry.session() == own || entry.group() == own)) {
            return true;
        }
        @Nullable Long seenStart = seenPids.get(entry.pid());
        if (seenStart != null && seenStart == entry.startTicks()) {
            return true;
        }
        return found.contains(entry.parent())
                || (detached && ProcessTable.startedWith(entry.pid(), mark));
    }

    @Override
    public void terminate() {
        if (leader != 0) {
            Signals.sendGroup(leader, Signals.TERM);
        }
    }

    @Override
    public int killAll() {
        List<Entry> first = members(true);
        if (limits.processes() > 0 && first.size() > limits.processes()) {
            // the program ended before anybody looked
            seen = Strain.TOO_MANY_PROCESSES;
        }
        List<Entry> left = first;
        long end = System.nanoTime() + KILL_TIME.toNanos();
        while (!left.isEmpty()) {
            // a group dies in one stroke, so that a program that forks cannot run away from us
            groups(left).forEach(group -> Signals.sendGroup(group, Signals.KILL));
            left.forEach(entry -> Signals.send(entry.pid(), Signals.KILL));
            LockSupport.parkNanos(PAUSE.toNanos());
            left = members(true);
            if (System.nanoTime() > end) {
                LOG.error("processes of a run cannot be killed: {}", left);
                break;
            }
        }
        return first.size();
    }

    /** Process groups of theirs. A process that has no session of its own yet is in our group. */
    private static Set<Long> groups(List<Entry> members) {
        long own = ProcessTable.of(ProcessHandle.current().pid()).map(Entry::session).orElse(-1L);
        Set<Long> groups = new HashSet<>();
        for (Entry entry : members) {
            if (own >= 0 && entry.session() != own && entry.group() > 1) {
                groups.add(entry.group());
            }
        }
        return groups;
    }

    @Override
    public void close() {
        killAll();
    }
}
