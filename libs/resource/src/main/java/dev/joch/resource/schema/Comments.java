package dev.joch.resource.schema;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.ExtensionRegistryLite;

import dev.joch.resource.kind.Kind;
import dev.joch.resource.v1alpha1.Resource;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The comments of the contract by the full names of what they speak about. */
final class Comments {
    private static final String OURS = "joch/";

    private final Map<String, String> byFullName = new HashMap<>();

    private Comments() {}

    /** Comments of these files and of all our files that they import. */
    static Comments of(List<FileDescriptor> files) {
        Set<String> names = new HashSet<>();
        files.forEach(file -> collect(file, names));
        return in(DescriptorFile.read(names::contains, ExtensionRegistryLite.getEmptyRegistry()));
    }

    /** Comments of a kind and of the envelope around it. */
    static Comments of(Kind kind) {
        return of(List.of(kind.specDescriptor().getFile(), Resource.getDescriptor().getFile()));
    }

    static Comments in(Collection<FileDescriptorProto> files) {
        Comments comments = new Comments();
        files.forEach(comments::add);
        return comments;
    }

    /** One paragraph per blank line, without line breaks inside; empty where nothing is said. */
    String about(GenericDescriptor descriptor) {
        return byFullName.getOrDefault(descriptor.getFullName(), "");
    }

    private static void collect(FileDescriptor file, Set<String> names) {
        if (file.getName().startsWith(OURS) && names.add(file.getName())) {
            file.getDependencies().forEach(dependency -> collect(dependency, names));
        }
    }

    private void add(FileDescriptorProto file) {
        for (Location location : file.getSourceCodeInfo().getLocationList()) {
            if (location.hasLeadingComments()) {
                String name = nameAt(file, location.getPathList());
                if (!name.isEmpty()) {
                    byFullName.put(name, cleaned(location.getLeadingComments()));
                }
            }
        }
    }

    /** Follows the path of numbers by which the compiler says what a comment belongs to. */
    private static String nameAt(FileDescriptorProto file, List<Integer> path) {
        if (path.size() < 2) {
            return "";
        }
        String prefix = file.getPackage() + ".";
        List<Integer> rest = path.subList(2, path.size());
        int index = path.get(1);
        return switch (path.getFirst()) {
            case FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER ->
                    inMessage(file.getMessageType(index), prefix, rest);
            case FileDescriptorProto.ENUM_TYPE_FIELD_NUMBER ->
                    inEnum(file.getEnumType(index), prefix, rest);
            case FileDescriptorProto.SERVICE_FIELD_NUMBER ->
                    inService(file.getService(index), prefix, rest);
            default -> "";
        };
    }

    private static String inMessage(DescriptorProto message, String prefix, List<Integer> path) {
        String name = prefix + message.getName();
        if (path.isEmpty()) {
            return name;
        }
        if (path.size() == 1) {
            return "";
        }
        int index = path.get(1);
        List<Integer> rest = path.subList(2, path.size());
        return switch (path.getFirst()) {
            case DescriptorProto.FIELD_FIELD_NUMBER ->
                    rest.isEmpty() ? name + "." + message.getField(index).getName() : "";
            case DescriptorProto.NESTED_TYPE_FIELD_NUMBER ->
                    inMessage(message.getNestedType(index), name + ".", rest);
            case DescriptorProto.ENUM_TYPE_FIELD_NUMBER ->
                    inEnum(message.getEnumType(index), name + ".", rest);
            default -> "";
        };
    }

    private static String inEnum(EnumDescriptorProto type, String prefix, List<Integer> path) {
        if (path.isEmpty()) {
            return prefix + type.getName();
        }
        return path.size() == 2 && path.getFirst() == EnumDescriptorProto.VALUE_FIELD_NUMBER
                ? prefix + type.getValue(path.get(1)).getName()
                : "";
    }

    private static String inService(
            ServiceDescriptorProto service, String prefix, List<Integer> path) {
        String name = prefix + service.getName();
        if (path.isEmpty()) {
            return name;
        }
        return path.size() == 2 && path.getFirst() == ServiceDescriptorProto.METHOD_FIELD_NUMBER
                ? name + "." + service.getMethod(path.get(1)).getName()
                : "";
    }

    private static String cleaned(String comment) {
        List<String> paragraphs = new ArrayList<>();
        StringBuilder paragraph = new StringBuilder();
        for (String line : (comment + "\n\n").split("\n", -1)) {
            if (!line.isBlank()) {
                paragraph.append(paragraph.isEmpty() ? "" : " ").append(line.strip());
            } else if (!paragraph.isEmpty()) {
                paragraphs.add(paragraph.toString());
                paragraph.setLength(0);
            }
        }
        return String.join("\n\n", paragraphs);
    }
}
