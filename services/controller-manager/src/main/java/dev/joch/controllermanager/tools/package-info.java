/** Tools, and the servers that offer some of them. */
@NullMarked
package dev.joch.controllermanager.tools;

import org.jspecify.annotations.NullMarked;
