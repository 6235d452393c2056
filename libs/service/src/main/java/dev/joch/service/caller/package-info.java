/** Who calls: established at the edge, carried beside the call from service to service. */
@NullMarked
package dev.joch.service.caller;

import org.jspecify.annotations.NullMarked;
