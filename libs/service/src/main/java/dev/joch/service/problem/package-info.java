/**
 * Errors as part of the product.
 *
 * <p>A refusal is a {@link dev.joch.service.problem.Problem}: a record with its facts, a code, a
 * stable reason and a message that is safe for strangers and says what to do next. It is thrown
 * once, as a {@link dev.joch.service.problem.ProblemException}, and becomes a {@code
 * google.rpc.Status} in one interceptor. Inner causes go to the log and never over the wire.
 */
@NullMarked
package dev.joch.service.problem;

import org.jspecify.annotations.NullMarked;
