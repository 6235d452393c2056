/** The interceptors that every call goes through. */
@NullMarked
package dev.joch.apiserver.grpc;

import org.jspecify.annotations.NullMarked;
