package dev.joch.apiserver.rest;

import com.google.protobuf.Message;

import io.grpc.ServerMethodDefinition;

/**
 * An RPC at one of its paths.
 *
 * @param verb method of HTTP
 * @param body field that the body fills; {@code *} for the whole request, empty where no body is
 *     read
 * @param call the handler with all its interceptors
 */
record Binding(
        String verb,
        PathTemplate path,
        String body,
        Message request,
        ServerMethodDefinition<Message, Message> call) {

    /** Name of the RPC without its service. */
    String rpc() {
        return String.valueOf(call.getMethodDescriptor().getBareMethodName());
    }
}
