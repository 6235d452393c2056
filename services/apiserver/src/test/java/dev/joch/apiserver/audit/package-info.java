/** That the audit log holds what it promises, also against its own database's owner. */
@NullMarked
package dev.joch.apiserver.audit;

import org.jspecify.annotations.NullMarked;
