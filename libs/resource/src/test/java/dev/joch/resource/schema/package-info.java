/** Tests of everything that is generated from the contract. */
@NullMarked
package dev.joch.resource.schema;

import org.jspecify.annotations.NullMarked;
