/** Records of runs. The services that run things write them; the controllers add what they see. */
@NullMarked
package dev.joch.controllermanager.runtime;

import org.jspecify.annotations.NullMarked;
