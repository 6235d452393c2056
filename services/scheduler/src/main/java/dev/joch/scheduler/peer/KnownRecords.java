package dev.joch.scheduler.peer;

import dev.joch.catalogue.CatalogueView;
import dev.joch.resource.v1alpha1.Resource;

import java.util.List;
import java.util.stream.Stream;

/** What the scheduler keeps of the catalogue, fed by one watch. */
public record KnownRecords(KnownLimits limits, KnownDeployments deployments)
        implements CatalogueView {

    public static final List<String> KINDS =
            Stream.concat(KnownLimits.KINDS.stream(), Stream.of(KnownDeployments.KIND)).toList();

    /**
     * @param changed told when a limit is another one
     */
    public static KnownRecords empty(Runnable changed) {
        return new KnownRecords(new KnownLimits(changed), new KnownDeployments());
    }

    @Override
    public void take(Resource resource, boolean deleted) {
        if (resource.getKind().equals(KnownDeployments.KIND)) {
            deployments.take(resource, deleted);
        } else {
            limits.take(resource, deleted);
        }
    }
}
