package dev.joch.agbom.generate;

import dev.joch.agbom.format.Writers;
import dev.joch.agbom.sign.SigningKey;

import org.jspecify.annotations.Nullable;

/**
 * What documents are written and signed with.
 *
 * @param key {@code null} where nothing is signed
 */
public record Papers(Writers writers, @Nullable SigningKey key) {}
