@NullMarked
package dev.joch.controllermanager.job;

import org.jspecify.annotations.NullMarked;
