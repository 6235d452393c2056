package dev.joch.contract;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import com.google.protobuf.Descriptors.FileDescriptor;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What has a comment in a file and what has none. */
final class Comments {

    private final FileDescriptorProto file;
    private final Set<List<Integer>> commented = new HashSet<>();

    Comments(FileDescriptor descriptor) {
        file = descriptor.toProto();
        for (Location location : file.getSourceCodeInfo().getLocationList()) {
            if (!location.getLeadingComments().isBlank()) {
                commented.add(List.copyOf(location.getPathList()));
            }
        }
    }

    /** Fields without a comment. */
    List<String> missing() {
        List<String> silent = new ArrayList<>();
        for (int i = 0; i < file.getMessageTypeCount(); i++) {
            collect(
                    file.getMessageType(i),
                    List.of(FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER, i),
                    silent);
        }
        return silent;
    }

    private void collect(DescriptorProto message, List<Integer> path, List<String> silent) {
        for (int i = 0; i < message.getFieldCount(); i++) {
            if (!commented.contains(extend(path, DescriptorProto.FIELD_FIELD_NUMBER, i))) {
                silent.add(message.getName() + "." + message.getField(i).getName());
            }
        }
        for (int i = 0; i < message.getNestedTypeCount(); i++) {
            DescriptorProto nested = message.getNestedType(i);
            if (!nested.getOptions().getMapEntry()) {
                collect(nested, extend(path, DescriptorProto.NESTED_TYPE_FIELD_NUMBER, i), silent);
            }
        }
    }

    private static List<Integer> extend(List<Integer> path, int... more) {
        List<Integer> extended = new ArrayList<>(path);
        for (int step : more) {
            extended.add(step);
        }
        return List.copyOf(extended);
    }
}
