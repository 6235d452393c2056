package dev.joch.scheduler.store;

import dev.joch.scheduler.run.RunPatience;
import dev.joch.scheduler.run.RunRules;

import java.time.Duration;
import java.util.List;

final class MemoryRunStoreTest extends RunStoreContract {

    private static long now = 1_000_000;

    @Override
    RunStore open(RunPatience patience) {
        return new MemoryRunStore(patience, new RunRules(patience)::decide, () -> now++);
    }

    @Override
    List<String> told(RunStore store) {
        return ((MemoryRunStore) store)
                .told().stream()
                        .map(each -> each.message().getDescriptorForType().getFullName())
                        .toList();
    }

    @Override
    void pass(Duration time) {
        now += time.toNanos() / 1_000;
    }
}
