package dev.joch.policyengine.fact;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;

import java.util.List;
import java.util.Map;

/** Plain values in the form of the contract. */
public final class Values {

    private Values() {}

    public static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    public static Value truth(boolean truth) {
        return Value.newBuilder().setBoolValue(truth).build();
    }

    public static Value number(double number) {
        return Value.newBuilder().setNumberValue(number).build();
    }

    public static Value words(List<String> words) {
        ListValue.Builder list = ListValue.newBuilder();
        words.forEach(word -> list.addValues(text(word)));
        return Value.newBuilder().setListValue(list).build();
    }

    public static Value labels(Map<String, String> labels) {
        Struct.Builder struct = Struct.newBuilder();
        labels.forEach((name, value) -> struct.putFields(name, text(value)));
        return Value.newBuilder().setStructValue(struct).build();
    }
}
