/** Tests of paths, selectors, defaults, references, differences, patches and tables. */
@NullMarked
package dev.joch.resource.field;

import org.jspecify.annotations.NullMarked;
