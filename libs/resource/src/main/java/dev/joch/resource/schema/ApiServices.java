package dev.joch.resource.schema;

import build.buf.validate.ValidateProto;

import com.google.api.AnnotationsProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.ExtensionRegistry;

import dev.joch.schema.v1.Options;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The services that the edge offers, with their comments. A service is one because it lies in the
 * package of the edge.
 */
record ApiServices(List<ServiceDescriptor> services, Comments comments) {
    private static final String EDGE = "joch/api/v1/";

    ApiServices {
        services = List.copyOf(services);
    }

    static ApiServices read() {
        ExtensionRegistry extensions = ExtensionRegistry.newInstance();
        AnnotationsProto.registerAllExtensions(extensions);
        Options.registerAllExtensions(extensions);
        ValidateProto.registerAllExtensions(extensions);
        List<FileDescriptorProto> files = DescriptorFile.read(name -> true, extensions);
        Map<String, FileDescriptorProto> byName = new HashMap<>();
        files.forEach(file -> byName.put(file.getName(), file));
        Map<String, FileDescriptor> built = new HashMap<>();
        List<ServiceDescriptor> services = new ArrayList<>();
        for (FileDescriptorProto file : files) {
            if (file.getName().startsWith(EDGE)) {
                services.addAll(build(file, byName, built).getServices());
            }
        }
        return new ApiServices(services, Comments.in(files));
    }

    private static FileDescriptor build(
            FileDescriptorProto file,
            Map<String, FileDescriptorProto> byName,
            Map<String, FileDescriptor> built) {
        FileDescriptor known = built.get(file.getName());
        if (known != null) {
            return known;
        }
        List<FileDescriptor> imports = new ArrayList<>();
        for (String name : file.getDependencyList()) {
            FileDescriptorProto imported = byName.get(name);
            if (imported == null) {
                throw new IllegalStateException(file.getName() + " imports the absent " + name);
            }
            imports.add(build(imported, byName, built));
        }
        try {
            FileDescriptor descriptor =
                    FileDescriptor.buildFrom(file, imports.toArray(FileDescriptor[]::new));
            built.put(file.getName(), descriptor);
            return descriptor;
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException(
                    "the contract's file " + file.getName() + " is broken", e);
        }
    }
}
