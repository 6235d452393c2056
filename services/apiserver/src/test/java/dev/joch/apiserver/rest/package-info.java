/** Rules of the REST face. */
@NullMarked
package dev.joch.apiserver.rest;

import org.jspecify.annotations.NullMarked;
