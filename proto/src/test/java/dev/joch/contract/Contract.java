package dev.joch.contract;

import build.buf.validate.ValidateProto;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.ExtensionRegistry;

import dev.joch.schema.v1.KindOptions;
import dev.joch.schema.v1.Options;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The compiled contract: Joch's own files of {@code joch.desc}. */
record Contract(List<FileDescriptor> files) {

    static Contract load() {
        ExtensionRegistry extensions = ExtensionRegistry.newInstance();
        Options.registerAllExtensions(extensions);
        ValidateProto.registerAllExtensions(extensions);
        try (var in = Contract.class.getResourceAsStream("/joch.desc")) {
            Objects.requireNonNull(in, "joch.desc is not on the class path");
            return link(FileDescriptorSet.parseFrom(in, extensions));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Files come after those they import. */
    static Contract link(FileDescriptorSet set) {
        Map<String, FileDescriptor> linked = new HashMap<>();
        List<FileDescriptor> own = new ArrayList<>();
        for (FileDescriptorProto file : set.getFileList()) {
            FileDescriptor[] imports =
                    file.getDependencyList().stream()
                            .map(linked::get)
                            .toArray(FileDescriptor[]::new);
            try {
                FileDescriptor descriptor = FileDescriptor.buildFrom(file, imports);
                linked.put(file.getName(), descriptor);
                if (file.getPackage().startsWith("joch.")) {
                    own.add(descriptor);
                }
            } catch (DescriptorValidationException e) {
                throw new IllegalArgumentException(file.getName(), e);
            }
        }
        return new Contract(List.copyOf(own));
    }

    /** Every message, nested ones included, entries of maps excluded. */
    Stream<Descriptor> messages() {
        return files.stream()
                .flatMap(file -> file.getMessageTypes().stream())
                .flatMap(Contract::withNested)
                .filter(message -> !message.getOptions().getMapEntry());
    }

    Stream<EnumDescriptor> enums() {
        return Stream.concat(
                files.stream().flatMap(file -> file.getEnumTypes().stream()),
                messages().flatMap(message -> message.getEnumTypes().stream()));
    }

    Stream<ServiceDescriptor> services() {
        return files.stream().flatMap(file -> file.getServices().stream());
    }

    /** Messages that describe a kind. */
    Stream<Descriptor> specs() {
        return messages().filter(message -> message.getOptions().hasExtension(Options.kind));
    }

    static KindOptions kind(Descriptor spec) {
        return spec.getOptions().getExtension(Options.kind);
    }

    private static Stream<Descriptor> withNested(Descriptor message) {
        return Stream.concat(
                Stream.of(message),
                message.getNestedTypes().stream().flatMap(Contract::withNested));
    }
}
