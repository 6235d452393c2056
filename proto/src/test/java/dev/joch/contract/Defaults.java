package dev.joch.contract;

import build.buf.validate.FieldRules;
import build.buf.validate.ValidateProto;

import com.google.protobuf.Descriptors.FieldDescriptor;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Whether the text of a default is a value of its field. */
final class Defaults {

    private static final Pattern LIST_OF_WORDS =
            Pattern.compile("\\[(\"[^\"]*\"(,\\s*\"[^\"]*\")*)?]");

    private Defaults() {}

    static boolean fits(FieldDescriptor field, String text) {
        FieldRules rules = field.getOptions().getExtension(ValidateProto.field);
        if (field.isRepeated()) {
            return field.getJavaType() == FieldDescriptor.JavaType.STRING
                    && LIST_OF_WORDS.matcher(text).matches()
                    && words(text).stream()
                            .allMatch(
                                    among(rules.getRepeated().getItems().getString().getInList()));
        }
        return switch (field.getJavaType()) {
            case STRING -> among(rules.getString().getInList()).test(text);
            case BOOLEAN -> text.equals("true") || text.equals("false");
            case INT ->
                    text.matches("-?\\d+")
                            && within(text, rules.getInt32().getGte(), rules.getInt32().getLte());
            case LONG ->
                    text.matches("-?\\d+")
                            && within(text, rules.getInt64().getGte(), rules.getInt64().getLte());
            case FLOAT, DOUBLE ->
                    text.matches("-?\\d+(\\.\\d+)?")
                            && within(text, rules.getDouble().getGte(), rules.getDouble().getLte());
            case BYTE_STRING, ENUM, MESSAGE -> false;
        };
    }

    private static Predicate<String> among(List<String> words) {
        return word -> words.isEmpty() || words.contains(word);
    }

    private static boolean within(String text, double lowest, double highest) {
        double value = Double.parseDouble(text);
        return value >= lowest && (highest == 0 || value <= highest);
    }

    private static List<String> words(String list) {
        return Pattern.compile("\"([^\"]*)\"")
                .matcher(list)
                .results()
                .map(m -> m.group(1))
                .toList();
    }
}
