/** What nobody should send, sent to all of Joch over its public face. */
@NullMarked
package dev.joch.server.badinput;

import org.jspecify.annotations.NullMarked;
