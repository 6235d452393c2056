package dev.joch.resource.kind;

import com.google.protobuf.Any;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.InvocationTargetException;

/** A message of the contract by its names; the generated class is loaded on first use only. */
public final class MessageType {
    private static final String TYPE_URL_PREFIX = "type.googleapis.com/";

    private final String fullName;
    private final String className;
    private final String typeUrl;
    private volatile @Nullable Message prototype;

    MessageType(String fullName, String className) {
        this.fullName = fullName;
        this.className = className;
        this.typeUrl = TYPE_URL_PREFIX + fullName;
    }

    /** Name in the contract, e.g. {@code joch.resource.v1alpha1.AgentSpec}. */
    public String fullName() {
        return fullName;
    }

    /** What {@code Any.type_url} says for this message. */
    public String typeUrl() {
        return typeUrl;
    }

    /** The empty message. */
    public Message prototype() {
        Message loaded = prototype;
        if (loaded == null) {
            loaded = loadDefaultInstance(className);
            prototype = loaded;
        }
        return loaded;
    }

    public Descriptor descriptor() {
        return prototype().getDescriptorForType();
    }

    public Message.Builder newBuilder() {
        return prototype().newBuilderForType();
    }

    /**
     * Whether the wrapped message is of this type. An empty {@code Any} counts as an empty message
     * of any type.
     */
    public boolean matches(Any any) {
        return any.getTypeUrl().isEmpty() || any.getTypeUrl().endsWith("/" + fullName);
    }

    /** Takes the message out; refuses a message of another type and bytes that are none. */
    public Message unpack(Any any) throws InvalidProtocolBufferException {
        if (!matches(any)) {
            throw new InvalidProtocolBufferException(
                    "expected " + fullName + ", got " + any.getTypeUrl());
        }
        return prototype().getParserForType().parseFrom(any.getValue());
    }

    /**
     * Wraps the message. Equal messages give equal bytes, because maps are written in the order of
     * their keys.
     */
    public Any pack(Message message) {
        if (!message.getDescriptorForType().getFullName().equals(fullName)) {
            throw new IllegalArgumentException(
                    "expected "
                            + fullName
                            + ", got "
                            + message.getDescriptorForType().getFullName());
        }
        return Any.newBuilder()
                .setTypeUrl(typeUrl)
                .setValue(DeterministicBytes.of(message))
                .build();
    }

    private static Message loadDefaultInstance(String className) {
        try {
            return (Message)
                    Class.forName(className, true, MessageType.class.getClassLoader())
                            .getMethod("getDefaultInstance")
                            .invoke(null);
        } catch (ClassNotFoundException
                | NoSuchMethodException
                | IllegalAccessException
                | InvocationTargetException e) {
            throw new IllegalStateException("no generated class " + className, e);
        }
    }

    @Override
    public String toString() {
        return className;
    }
}
