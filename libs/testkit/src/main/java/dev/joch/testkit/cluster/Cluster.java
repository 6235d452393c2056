package dev.joch.testkit.cluster;

import dev.joch.testkit.data.DataFolder;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The processes of one test, ended in the opposite order of their beginning. */
public final class Cluster implements AutoCloseable {

    private final Path folder;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final List<Path> data = new ArrayList<>();

    /**
     * @param folder where logs go; under {@code target/}
     */
    public Cluster(Path folder) {
        this.folder = folder.toAbsolutePath();
    }

    public Path folder() {
        return folder;
    }

    /** Where a member has its data. */
    Path data(String name) {
        Path place = DataFolder.of(folder, name);
        data.add(place);
        return place;
    }

    /** Adds a member; it is not started. */
    public Member add(ChildCommand command, Ready ready, Duration startTime) {
        Member member = new Member(command, ready, startTime, folder);
        if (members.putIfAbsent(member.name(), member) != null) {
            throw new IllegalArgumentException(member.name() + " is there twice");
        }
        return member;
    }

    public Member member(String name) {
        Member member = members.get(name);
        if (member == null) {
            throw new IllegalArgumentException(name + " is none of " + members.keySet());
        }
        return member;
    }

    public Collection<Member> members() {
        return List.copyOf(members.values());
    }

    @Override
    public void close() {
        Deque<Member> last = new ArrayDeque<>();
        members.values().forEach(last::push);
        List<RuntimeException> faults = new ArrayList<>();
        for (Member member : last) {
            try {
                member.close();
            } catch (RuntimeException e) {
                faults.add(e);
            }
        }
        data.forEach(DataFolder::forget);
        if (!faults.isEmpty()) {
            throw faults.getFirst();
        }
    }
}
