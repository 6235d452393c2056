package dev.joch.apiserver.access;

import dev.joch.catalogue.CatalogueFeed;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.process.ServicePart;

import io.grpc.Channel;

import java.time.Duration;
import java.util.List;

/**
 * The Teams and Environments of all tenants in memory: no call is ever decided on half of the
 * teams.
 */
public final class AccessDirectory implements AccessRecords, ServicePart {

    private final CatalogueFeed<RightsByTenant> feed;

    /**
     * @param patience how long the start waits for the first complete reading before it goes on
     *     without; callers whose rights are needed are refused until then
     */
    public AccessDirectory(Channel store, Duration patience) {
        this.feed =
                new CatalogueFeed<>(
                        "access-directory",
                        store,
                        List.of("Team", "Environment"),
                        RightsByTenant::new,
                        patience);
    }

    @Override
    public String name() {
        return feed.name();
    }

    @Override
    public int order() {
        return feed.order();
    }

    @Override
    public void start() {
        feed.start();
    }

    /** Whether the teams were read completely at least once. */
    public boolean ready() {
        return feed.ready();
    }

    @Override
    public TeamRights of(String tenant) {
        if (!ready()) {
            throw new ProblemException(new AccessProblem.RightsUnavailable());
        }
        return feed.view().of(tenant);
    }

    @Override
    public void learn(Resource resource, boolean deleted) {
        if (ready()) {
            feed.view().take(resource, deleted);
        }
    }

    @Override
    public void close() {
        feed.close();
    }
}
