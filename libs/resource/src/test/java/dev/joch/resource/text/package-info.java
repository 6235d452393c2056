/** Text in, resources out, and back: examples, bad inputs by name, and inputs nobody thought of. */
@NullMarked
package dev.joch.resource.text;

import org.jspecify.annotations.NullMarked;
