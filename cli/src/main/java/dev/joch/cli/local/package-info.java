/**
 * A server of one's own: started in the background, found again, stopped, checked.
 *
 * <p>A local server is a folder. In it are its data, its log, the token of its administrator, and
 * two files that say which process it is and where it answers. Whoever has the folder can find the
 * server; when the process is gone, the files tell nobody lies, because they name the moment it was
 * started and a process number that was given to somebody else does not match.
 */
@NullMarked
package dev.joch.cli.local;

import org.jspecify.annotations.NullMarked;
