package dev.joch.worker.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

final class WorkerFolderTest {

    private static final int WORKERS = 16;
    private static final int ROUNDS = 10;

    @TempDir private Path scratch;

    /** Each sees the folders of the others come into being. */
    @Test
    void workersThatStartAtTheSameTimeLeaveEachOtherAlone() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            List<WorkerFolder> taken = takeAll("r" + round);
            try {
                assertThat(taken)
                        .allSatisfy(folder -> {
                            assertThat(folder.runs()).isDirectory();
                            folder.note(List.of());
                        });
            } finally {
                taken.forEach(WorkerFolder::close);
            }
        }
    }

    private List<WorkerFolder> takeAll(String name) throws Exception {
        List<Callable<WorkerFolder>> calls = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            String worker = name + "-" + i;
            calls.add(() -> WorkerFolder.take(scratch, worker));
        }
        List<WorkerFolder> taken = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(WORKERS)) {
            for (Future<WorkerFolder> each : threads.invokeAll(calls)) {
                taken.add(each.get());
            }
        }
        return taken;
    }

    @Test
    void twoOfOneNameDoNotShare() throws IOException {
        try (WorkerFolder first = WorkerFolder.take(scratch, "same")) {
            assertThat(first.path()).isDirectory();
            assertThatThrownBy(() -> WorkerFolder.take(scratch, "same"))
                    .hasMessageContaining("another worker is named same");
            assertThat(first.path()).isDirectory();
        }
    }
}
