@NullMarked
package dev.joch.server.quickstart;

import org.jspecify.annotations.NullMarked;
