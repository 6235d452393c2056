/**
 * Bills of materials of agents: what each is made of and may reach, as CycloneDX, SPDX and SWID.
 *
 * <p>A generation is written when the content changed and never changes afterwards.
 */
@NullMarked
package dev.joch.agbom;

import org.jspecify.annotations.NullMarked;
