/** What callers may do, and how their tokens are believed. */
@NullMarked
package dev.joch.apiserver.access;

import org.jspecify.annotations.NullMarked;
