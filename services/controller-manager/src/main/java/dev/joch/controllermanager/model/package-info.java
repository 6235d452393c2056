/** Models, and the routes over them. */
@NullMarked
package dev.joch.controllermanager.model;

import org.jspecify.annotations.NullMarked;
