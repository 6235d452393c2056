package dev.joch.resource.schema;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.WireFormat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * {@code joch.desc}: the contract with its comments, as the compiler left it in the contract's jar.
 */
final class DescriptorFile {
    private static final String RESOURCE = "/joch.desc";

    private DescriptorFile() {}

    /** The files whose name is wanted; all others are stepped over without being parsed. */
    static List<FileDescriptorProto> read(
            Predicate<String> wanted, ExtensionRegistryLite extensions) {
        try (InputStream resource = DescriptorFile.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new IllegalStateException("the contract's jar lacks " + RESOURCE);
            }
            CodedInputStream in = CodedInputStream.newInstance(resource.readAllBytes());
            List<FileDescriptorProto> files = new ArrayList<>();
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (WireFormat.getTagFieldNumber(tag) != FileDescriptorSet.FILE_FIELD_NUMBER) {
                    in.skipField(tag);
                    continue;
                }
                byte[] file = in.readByteArray();
                if (wanted.test(nameOf(file))) {
                    files.add(FileDescriptorProto.parseFrom(file, extensions));
                }
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE, e);
        }
    }

    /** The compiler writes the name first. */
    private static String nameOf(byte[] file) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(file);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == FileDescriptorProto.NAME_FIELD_NUMBER) {
                return in.readString();
            }
            in.skipField(tag);
        }
        return "";
    }
}
