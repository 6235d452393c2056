package dev.joch.scheduler.read;

import dev.joch.scheduler.SchedulerProblem;
import dev.joch.scheduler.run.RunKey;
import dev.joch.scheduler.run.Times;
import dev.joch.scheduler.store.RunStore;
import dev.joch.scheduler.store.RunStore.Position;
import dev.joch.scheduler.store.RunStore.Selection;
import dev.joch.scheduler.v1.GetRunsRequest;
import dev.joch.scheduler.v1.GetRunsResponse;
import dev.joch.scheduler.v1.ListRunsRequest;
import dev.joch.scheduler.v1.ListRunsResponse;
import dev.joch.scheduler.v1.ListWorkersResponse;
import dev.joch.scheduler.v1.Run;
import dev.joch.service.page.PageToken;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Runs and workers as they are now. */
public final class ReadRuns {

    private static final int DEFAULT_PAGE = 100;
    private static final int MOST_PER_PAGE = 1_000;

    /** A message carries at most 24 MB, and other things besides. */
    private static final long MOST_BYTES = 8L * 1024 * 1024;

    private final RunStore store;
    private final Duration silence;

    /**
     * @param silence workers that were silent for longer are not listed
     */
    public ReadRuns(RunStore store, Duration silence) {
        this.store = store;
        this.silence = silence;
    }

    public GetRunsResponse get(GetRunsRequest request) {
        if (request.getExecutionsCount() > MOST_PER_PAGE) {
            throw invalid("executions", "at most " + MOST_PER_PAGE + " are given at once");
        }
        List<Run> found =
                store.find(
                        request.getExecutionsList().stream().map(RunKey::of).distinct().toList());
        if (shown(found, found.size()) < found.size()) {
            throw invalid(
                    "executions", "their outputs are too large for one answer; ask for fewer");
        }
        return GetRunsResponse.newBuilder().addAllRuns(found).build();
    }

    public ListRunsResponse list(ListRunsRequest request) {
        int size = size(request.getPageSize());
        Selection selection =
                new Selection(
                        request.getTenant(),
                        request.getNamespace(),
                        request.getAgent(),
                        Set.copyOf(request.getPhasesList()));
        List<?> question =
                List.of(
                        request.getTenant(),
                        request.getNamespace(),
                        request.getAgent(),
                        request.getPhasesValueList());
        Optional<Position> after =
                request.getPageToken().isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                        PageToken.decode(
                                                request.getPageToken(),
                                                question,
                                                2,
                                                SchedulerProblem.InvalidPageToken::new))
                                .map(token ->
                                        new Position(
                                                token.number(),
                                                token.names().get(0),
                                                token.names().get(1)));
        List<Run> found = store.list(selection, after, size + 1);
        int shown = shown(found, size);
        ListRunsResponse.Builder answer =
                ListRunsResponse.newBuilder().addAllRuns(found.subList(0, shown));
        if (shown < found.size()) {
            Run last = found.get(shown - 1);
            answer.setNextPageToken(
                    new PageToken(
                                    Times.micros(last.getCreatedAt()),
                                    List.of(
                                            last.getExecution().getNamespace(),
                                            last.getExecution().getName()))
                            .encode(question));
        }
        return answer.build();
    }

    /** How many fit into the answer; at least one, however large. */
    private static int shown(List<Run> found, int size) {
        int shown = 0;
        long bytes = 0;
        while (shown < Math.min(size, found.size())) {
            bytes += found.get(shown).getSerializedSize();
            if (shown > 0 && bytes > MOST_BYTES) {
                break;
            }
            shown++;
        }
        return shown;
    }

    public ListWorkersResponse workers() {
        return ListWorkersResponse.newBuilder().addAllWorkers(store.workers(silence)).build();
    }

    private static int size(int asked) {
        if (asked < 0 || asked > MOST_PER_PAGE) {
            throw invalid("page_size", "at most " + MOST_PER_PAGE + " are listed at once");
        }
        return asked == 0 ? DEFAULT_PAGE : asked;
    }

    private static ProblemException invalid(String field, String rule) {
        return new ProblemException(new ServiceProblem.InvalidRequest(field, rule));
    }
}
