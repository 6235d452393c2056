package dev.joch.scheduler.submit;

import java.util.OptionalLong;

/** Bills of materials. */
public interface Bills {

    /** Generation of the bill that describes that manifest; empty when there is none yet. */
    OptionalLong inForce(String tenant, String namespace, String agent, String manifestDigest);
}
