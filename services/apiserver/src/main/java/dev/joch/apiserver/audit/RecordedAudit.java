package dev.joch.apiserver.audit;

import dev.joch.service.batch.GroupCommit;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.process.ServicePart;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The audit log of one apiserver: what calls wait for goes out in groups, what they do not wait for
 * through {@link ReadTrail}.
 *
 * <p>Records that wait are counted, not only calls: a call may be about a thousand resources.
 */
public final class RecordedAudit implements AuditLog, ServicePart {

    private static final int MOST_CALLS_WAITING = 8_192;
    private static final int MOST_RECORDS_WAITING = 50_000;
    private static final int CALLS_PER_GROUP = 512;

    private final AuditStore store;
    private final HeadCheckpoints checkpoints;
    private final InstantSource clock;
    private final Duration patience;
    private final Semaphore room = new Semaphore(MOST_RECORDS_WAITING);
    private final GroupCommit<List<AuditDraft>, Boolean> commits;
    private final ReadTrail reads;

    RecordedAudit(
            AuditStore store, HeadCheckpoints checkpoints, InstantSource clock, Duration patience) {
        this.store = store;
        this.checkpoints = checkpoints;
        this.clock = clock;
        this.patience = patience;
        this.commits =
                new GroupCommit<>("audit", MOST_CALLS_WAITING, CALLS_PER_GROUP, this::commit);
        this.reads = new ReadTrail(this::write, patience);
    }

    private List<Boolean> commit(List<List<AuditDraft>> group) {
        List<AuditDraft> drafts = new ArrayList<>();
        group.forEach(drafts::addAll);
        store.append(drafts).forEach(checkpoints::committed);
        return group.stream().map(call -> true).toList();
    }

    @Override
    public AuditTicket open(AuditEntry entry) {
        write(drafts(entry, AuditDraft.INTENT, List.of()));
        AtomicBoolean closed = new AtomicBoolean();
        return (outcome, policies) -> {
            if (closed.compareAndSet(false, true)) {
                write(drafts(entry, outcome, policies));
            }
        };
    }

    @Override
    public void read(AuditEntry entry, String outcome, Collection<String> effectivePolicies) {
        drafts(entry, outcome, effectivePolicies).forEach(reads::add);
    }

    private List<AuditDraft> drafts(AuditEntry entry, String outcome, Collection<String> policies) {
        Instant now = clock.instant();
        long micros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
        List<String> clean =
                policies.stream().limit(256).map(policy -> AuditText.clean(policy, 512)).toList();
        return entry.resources().stream()
                .map(resource ->
                        new AuditDraft(
                                entry.tenant(),
                                micros,
                                entry.requestId(),
                                entry.subject(),
                                entry.method(),
                                entry.verb(),
                                resource,
                                clean,
                                AuditText.clean(outcome, 128),
                                entry.requestDigest(),
                                entry.peer()))
                .toList();
    }

    /**
     * Waits until the records are durable. Whatever stands in the way, the answer is that they are
     * not.
     */
    private void write(List<AuditDraft> drafts) {
        boolean entered = false;
        try {
            entered = room.tryAcquire(drafts.size(), patience.toMillis(), TimeUnit.MILLISECONDS);
            if (!entered) {
                throw new ProblemException(new AuditProblem.AuditUnavailable());
            }
            commits.submit(drafts, patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(new AuditProblem.AuditUnavailable(), e);
        } catch (ProblemException e) {
            throw e.problem() instanceof AuditProblem
                    ? e
                    : new ProblemException(new AuditProblem.AuditUnavailable(), e);
        } catch (IllegalStateException e) {
            throw new ProblemException(new AuditProblem.AuditUnavailable(), e);
        } finally {
            if (entered) {
                room.release(drafts.size());
            }
        }
    }

    @Override
    public String name() {
        return "audit";
    }

    @Override
    public int order() {
        return 50;
    }

    @Override
    public void start() {
        reads.start();
        checkpoints.start();
    }

    /** Finishes what was taken, writes the last checkpoint, and lets go of the store. */
    @Override
    public void close() {
        reads.close();
        commits.close();
        checkpoints.close();
        store.close();
    }
}
