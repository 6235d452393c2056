package dev.joch.resource.kind;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.FileOptions;
import com.google.protobuf.WireFormat;
import dev.joch.schema.v1.KindOptions;
import dev.joch.schema.v1.Options;
import dev.joch.schema.v1.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the kinds out of {@code joch.desc} by walking its wire format: names and the kind option are looked at, fields,
 * services and comments are skipped. Building descriptors for the whole contract would take longer than a command may.
 */
final class KindIndex {
    private static final String RESOURCE = "/joch.desc";
    private static final String DEFAULT_VERSION = "v1alpha1";
    private static final int KIND_OPTION = Options.KIND_FIELD_NUMBER;

    /** A message that carries the option, before its status is known. */
    private record Described(String message, KindOptions options) {}

    private KindIndex() {}

    static List<Kind> read() {
        try (InputStream in = KindIndex.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the contract's jar lacks " + RESOURCE);
            }
            return read(CodedInputStream.newInstance(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE, e);
        }
    }

    private static List<Kind> read(CodedInputStream in) throws IOException {
        List<Kind> kinds = new ArrayList<>();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == FileDescriptorSet.FILE_FIELD_NUMBER) {
                int end = in.pushLimit(in.readRawVarint32());
                readFile(in, kinds);
                in.popLimit(end);
            } else {
                in.skipField(tag);
            }
        }
        kinds.sort(Comparator.comparing(Kind::kind));
        return kinds;
    }

    private static void readFile(CodedInputStream in, List<Kind> kinds) throws IOException {
        String protoPackage = "";
        String javaPackage = "";
        Set<String> messages = new HashSet<>();
        List<Described> described = new ArrayList<>();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case FileDescriptorProto.PACKAGE_FIELD_NUMBER -> protoPackage = in.readString();
                case FileDescriptorProto.OPTIONS_FIELD_NUMBER ->
                        javaPackage = FileOptions.parseFrom(in.readByteBuffer()).getJavaPackage();
                case FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER -> {
                    int end = in.pushLimit(in.readRawVarint32());
                    messages.add(readMessage(in, described));
                    in.popLimit(end);
                }
                default -> in.skipField(tag);
            }
        }
        for (Described spec : described) {
            kinds.add(toKind(spec, protoPackage, javaPackage, messages));
        }
    }

    private static String readMessage(CodedInputStream in, List<Described> described)
            throws IOException {
        String name = "";
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case DescriptorProto.NAME_FIELD_NUMBER -> name = in.readString();
                case DescriptorProto.OPTIONS_FIELD_NUMBER -> {
                    int end = in.pushLimit(in.readRawVarint32());
                    readMessageOptions(in, name, described);
                    in.popLimit(end);
                }
                default -> in.skipField(tag);
            }
        }
        return name;
    }

    private static void readMessageOptions(
            CodedInputStream in, String message, List<Described> described) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == KIND_OPTION) {
                described.add(
                        new Described(message, KindOptions.parseFrom(in.readByteBuffer())));
            } else {
                in.skipField(tag);
            }
        }
    }

    private static Kind toKind(
            Described spec, String protoPackage, String javaPackage, Set<String> messages) {
        KindOptions options = spec.options();
        String status = options.getKind() + "Status";
        if (!messages.contains(status)) {
            throw new IllegalStateException(
                    "the file of " + spec.message() + " has no message " + status);
        }
        return new Kind(
                options.getKind(),
                options.getGroup(),
                options.getVersion().isEmpty() ? DEFAULT_VERSION : options.getVersion(),
                options.getPlural(),
                options.getShortNamesList(),
                options.getScope() == Scope.SCOPE_CLUSTER
                        ? Kind.Scope.CLUSTER
                        : Kind.Scope.NAMESPACED,
                options.getColumnsList(),
                options.getInternal(),
                options.getCrdPlural().isEmpty() ? options.getPlural() : options.getCrdPlural(),
                typeOf(protoPackage, javaPackage, spec.message()),
                typeOf(protoPackage, javaPackage, status));
    }

    private static MessageType typeOf(String protoPackage, String javaPackage, String message) {
        return new MessageType(protoPackage + "." + message, javaPackage + "." + message);
    }
}
