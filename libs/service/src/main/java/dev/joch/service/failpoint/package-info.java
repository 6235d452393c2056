/**
 * Places where a process may be made to die, hang or fail, so that tests can prove that nothing is
 * lost there.
 *
 * <p>A pair stands around every commit, send and acknowledgement. Without {@code JOCH_FAILPOINTS} a
 * hit costs one comparison with a constant. The variable names what happens: {@code
 * STORE_COMMIT_AFTER=halt@3,AUDIT_COMMIT_BEFORE=sleep(200)}; {@code @3} means at the third hit,
 * {@code %5} means in five of a hundred.
 */
@NullMarked
package dev.joch.service.failpoint;

import org.jspecify.annotations.NullMarked;
