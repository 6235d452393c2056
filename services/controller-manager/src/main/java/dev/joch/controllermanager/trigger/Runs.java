package dev.joch.controllermanager.trigger;

import dev.joch.resource.v1alpha1.Resource;

import java.util.List;

/** The runs that triggers start, as far as triggers are concerned. */
public interface Runs {

    /** Starts it unless it is there. What passes by itself is thrown. */
    Started start(Resource run);

    /** Those of the named runs that go on. */
    List<Resource> active(Resource agent, List<String> names);

    /** Has it end. */
    void cancel(Resource run, String reason);
}
