/**
 * Effects that programs under test have on the world.
 *
 * <p>A {@link dev.joch.testkit.effect.EffectSink} is the world: it stands outside of the cluster,
 * never dies, and what it has done is on disk before anybody hears of it. It does what a careful
 * receiver does, not more: the same key is done once, and whoever names an older attempt than one
 * that it has heard of is refused.
 */
@NullMarked
package dev.joch.testkit.effect;

import org.jspecify.annotations.NullMarked;
