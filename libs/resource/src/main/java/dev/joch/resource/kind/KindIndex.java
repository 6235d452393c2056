package dev.joch.resource.kind;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.FileOptions;
import com.google.protobuf.WireFormat;

import dev.joch.schema.v1.Options;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the kinds out of {@code joch.desc} by walking its wire format: names and the kind option
 * are looked at, fields, services and comments are skipped. Building descriptors for the whole
 * contract, or even for the options, would take longer than a command may.
 */
final class KindIndex {
    private static final String RESOURCE = "/joch.desc";

    /** What a step of the walk does with a field; true if it has read it. */
    interface FieldReader {
        boolean read(int field, CodedInputStream in) throws IOException;
    }

    private KindIndex() {}

    static List<Kind> read() {
        try (InputStream in = KindIndex.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the contract's jar lacks " + RESOURCE);
            }
            List<Kind> kinds = new ArrayList<>();
            readFields(
                    CodedInputStream.newInstance(in.readAllBytes()),
                    (field, file) -> {
                        if (field != FileDescriptorSet.FILE_FIELD_NUMBER) {
                            return false;
                        }
                        kinds.addAll(new FileWalk().kindsOf(file));
                        return true;
                    });
            kinds.sort(Comparator.comparing(Kind::kind));
            return kinds;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE, e);
        }
    }

    /** Reads what is left up to the current limit. */
    static void readFields(CodedInputStream in, FieldReader reader) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (!reader.read(WireFormat.getTagFieldNumber(tag), in)) {
                in.skipField(tag);
            }
        }
    }

    /** Reads the message that begins here. */
    static boolean readNested(CodedInputStream in, FieldReader reader) throws IOException {
        int end = in.pushLimit(in.readRawVarint32());
        readFields(in, reader);
        in.popLimit(end);
        return true;
    }

    /** One proto file: its packages, the names of its messages, and those that describe a kind. */
    private static final class FileWalk {
        private record Described(String message, KindOption option) {}

        private String protoPackage = "";
        private String javaPackage = "";
        private String message = "";
        private final Set<String> messages = new HashSet<>();
        private final List<Described> described = new ArrayList<>();

        List<Kind> kindsOf(CodedInputStream file) throws IOException {
            readNested(file, this::readFile);
            return described.stream()
                    .map(spec ->
                            spec.option()
                                    .toKind(
                                            typeOf(spec.message()),
                                            typeOf(spec.option().statusMessage())))
                    .toList();
        }

        private boolean readFile(int field, CodedInputStream in) throws IOException {
            switch (field) {
                case FileDescriptorProto.PACKAGE_FIELD_NUMBER -> protoPackage = in.readString();
                case FileDescriptorProto.OPTIONS_FIELD_NUMBER ->
                        readNested(in, this::readFileOptions);
                case FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER ->
                        readNested(in, this::readMessage);
                default -> {
                    return false;
                }
            }
            return true;
        }

        private boolean readFileOptions(int field, CodedInputStream in) throws IOException {
            if (field != FileOptions.JAVA_PACKAGE_FIELD_NUMBER) {
                return false;
            }
            javaPackage = in.readString();
            return true;
        }

        private boolean readMessage(int field, CodedInputStream in) throws IOException {
            switch (field) {
                case DescriptorProto.NAME_FIELD_NUMBER -> {
                    message = in.readString();
                    messages.add(message);
                }
                case DescriptorProto.OPTIONS_FIELD_NUMBER ->
                        readNested(in, this::readMessageOptions);
                default -> {
                    return false;
                }
            }
            return true;
        }

        private boolean readMessageOptions(int field, CodedInputStream in) throws IOException {
            if (field != Options.KIND_FIELD_NUMBER) {
                return false;
            }
            KindOption option = new KindOption();
            readNested(in, option);
            described.add(new Described(message, option));
            return true;
        }

        private MessageType typeOf(String name) {
            if (!messages.contains(name)) {
                throw new IllegalStateException(
                        "a kind is described beside a missing message "
                                + protoPackage
                                + "."
                                + name);
            }
            return new MessageType(protoPackage + "." + name, javaPackage + "." + name);
        }
    }
}
