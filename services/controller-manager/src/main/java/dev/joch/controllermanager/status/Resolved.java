package dev.joch.controllermanager.status;

import dev.joch.resource.field.Reference;
import dev.joch.resource.v1alpha1.Resource;

import java.util.Optional;

/** A reference and what it leads to now. */
public record Resolved(Reference reference, Optional<Resource> target) {}
