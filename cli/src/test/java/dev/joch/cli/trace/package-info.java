@org.jspecify.annotations.NullMarked
package dev.joch.cli.trace;
