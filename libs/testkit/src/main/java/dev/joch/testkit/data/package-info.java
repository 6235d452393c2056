/** Where servers of tests have their data. */
@NullMarked
package dev.joch.testkit.data;

import org.jspecify.annotations.NullMarked;
