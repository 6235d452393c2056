/** Lists that come in pages. */
@NullMarked
package dev.joch.service.page;

import org.jspecify.annotations.NullMarked;
