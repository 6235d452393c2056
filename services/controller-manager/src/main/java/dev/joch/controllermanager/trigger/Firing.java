package dev.joch.controllermanager.trigger;

import dev.joch.resource.v1alpha1.AgentTriggerStatus;

import java.time.Instant;
import java.util.Optional;

/**
 * What a schedule is to do now.
 *
 * @param status of the schedule with all times up to now counted as dealt with
 * @param due time whose run is to be started; of several that were missed, the latest
 */
record Firing(AgentTriggerStatus status, Optional<Instant> due) {}
