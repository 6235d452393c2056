package dev.joch.scheduler.lease;

import dev.joch.compiler.v1.Manifest;
import dev.joch.scheduler.SchedulerProblem;
import dev.joch.scheduler.run.LeaseRef;
import dev.joch.scheduler.run.LeaseRules;
import dev.joch.scheduler.run.StoredRun;
import dev.joch.scheduler.run.Times;
import dev.joch.scheduler.store.RunStore;
import dev.joch.scheduler.submit.Manifests;
import dev.joch.scheduler.v1.GetRunManifestResponse;
import dev.joch.scheduler.v1.IssueIdentityResponse;
import dev.joch.scheduler.v1.Run;
import dev.joch.service.identity.RunIdentity;
import dev.joch.service.identity.RunTokens;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import java.util.Optional;

/** What only the holder of a lease gets. */
public final class HeldRun {

    private static final long MICROS = 1_000_000;

    private final RunStore store;
    private final Manifests manifests;
    private final RunTokens tokens;

    public HeldRun(RunStore store, Manifests manifests, RunTokens tokens) {
        this.store = store;
        this.manifests = manifests;
        this.tokens = tokens;
    }

    private StoredRun held(LeaseRef lease) {
        Optional<StoredRun> run = store.find(lease.key());
        LeaseRules.refusal(run, lease)
                .ifPresent(problem -> {
                    throw new ProblemException(problem);
                });
        return run.orElseThrow(() ->
                new ProblemException(
                        new SchedulerProblem.LeaseLost(lease.key().text(), lease.token())));
    }

    public GetRunManifestResponse manifest(LeaseRef lease) {
        Run run = held(lease).run();
        Manifest manifest =
                manifests
                        .byDigest(
                                lease.key().tenant(),
                                lease.key().namespace(),
                                run.getAgent(),
                                run.getManifestDigest())
                        .orElseThrow(() ->
                                new ProblemException(
                                        new ServiceProblem.Unavailable(
                                                "manifest " + run.getManifestDigest())));
        return GetRunManifestResponse.newBuilder()
                .setManifest(manifest.getResource())
                .setDigest(manifest.getDigest())
                .build();
    }

    public IssueIdentityResponse identity(LeaseRef lease) {
        StoredRun run = held(lease);
        RunTokens.Issued issued =
                tokens.issue(
                        new RunIdentity(
                                lease.key().tenant(),
                                lease.key().namespace(),
                                lease.key().name(),
                                lease.uid(),
                                run.run().getAgent(),
                                run.run().getAttempt(),
                                lease.token()));
        return IssueIdentityResponse.newBuilder()
                .setToken(issued.token())
                .setExpiresAt(Times.timestamp(issued.expiresAt().getEpochSecond() * MICROS))
                .build();
    }
}
