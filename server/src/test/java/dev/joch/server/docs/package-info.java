/** What the documentation promises, held against the code. */
@NullMarked
package dev.joch.server.docs;

import org.jspecify.annotations.NullMarked;
