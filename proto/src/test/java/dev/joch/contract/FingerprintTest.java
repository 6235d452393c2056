package dev.joch.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import build.buf.validate.FieldRules;
import build.buf.validate.StringRules;
import build.buf.validate.ValidateProto;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldOptions;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.function.Consumer;

/** Every way to break a small contract is noticed. */
class FingerprintTest {

    @Test
    void unchangedContractBreaksNothing() {
        assertEquals(List.of(), broken(file -> {}));
    }

    @Test
    void fingerprintSurvivesItsText() {
        Fingerprint print = print(file -> {});
        assertEquals(print, Fingerprint.parse(print.lines()));
    }

    @Test
    void removedFieldIsBreaking() {
        assertBreaks("removed: field joch.t.Cat 1", file -> cat(file).removeField(0));
    }

    @Test
    void renumberedFieldIsBreaking() {
        assertBreaks("removed: field joch.t.Cat 1", file -> name(file).setNumber(7));
    }

    @Test
    void retypedFieldIsBreaking() {
        assertBreaks(
                "changed: field joch.t.Cat 1",
                file -> name(file).clearOptions().setType(FieldDescriptorProto.Type.TYPE_BYTES));
    }

    @Test
    void renamedJsonFieldIsBreaking() {
        assertBreaks("changed: field joch.t.Cat 1", file -> name(file).setJsonName("title"));
    }

    @Test
    void relabelledFieldIsBreaking() {
        assertBreaks(
                "changed: field joch.t.Cat 1",
                file ->
                        name(file)
                                .clearOptions()
                                .setLabel(FieldDescriptorProto.Label.LABEL_REPEATED));
    }

    @Test
    void fieldThatBecomesRequiredIsBreaking() {
        assertBreaks(
                "removed: accepts joch.t.Cat 1 absent",
                file -> rules(file, words("tom", "kitty").setRequired(true)));
    }

    @Test
    void wordThatIsNoLongerAcceptedIsBreaking() {
        assertBreaks(
                "removed: accepts joch.t.Cat 1 word `kitty`", file -> rules(file, words("tom")));
    }

    @Test
    void acceptingAnyWordBreaksNothing() {
        assertEquals(List.of(), broken(file -> name(file).clearOptions()));
    }

    @Test
    void furtherWordIsAnAddition() {
        Fingerprint more = print(file -> rules(file, words("tom", "kitty", "felix")));
        assertEquals(List.of(), print(file -> {}).brokenBy(more));
        assertEquals(List.of("accepts joch.t.Cat 1 word `felix`"), print(file -> {}).addedBy(more));
    }

    @Test
    void removedMessageIsBreaking() {
        assertBreaks("removed: message joch.t.Dog", file -> file.removeMessageType(1));
    }

    @Test
    void removedEnumValueIsBreaking() {
        assertBreaks("removed: value joch.t.Mood 1", file -> mood(file).removeValue(1));
    }

    @Test
    void renamedEnumValueIsBreaking() {
        assertBreaks(
                "changed: value joch.t.Mood 1",
                file -> mood(file).getValueBuilder(1).setName("MOOD_GRIM"));
    }

    @Test
    void removedMethodIsBreaking() {
        assertBreaks("removed: method joch.t.Pets.Feed", file -> pets(file).removeMethod(0));
    }

    @Test
    void methodThatBeginsToStreamIsBreaking() {
        assertBreaks(
                "changed: method joch.t.Pets.Feed",
                file -> pets(file).getMethodBuilder(0).setServerStreaming(true));
    }

    @Test
    void removedServiceIsBreaking() {
        assertBreaks("removed: service joch.t.Pets", FileDescriptorProto.Builder::clearService);
    }

    private static void assertBreaks(
            String expected, Consumer<FileDescriptorProto.Builder> change) {
        List<String> broken = broken(change);
        assertTrue(
                broken.stream().anyMatch(line -> line.startsWith(expected)),
                () -> "expected `" + expected + "` in " + broken);
    }

    private static List<String> broken(Consumer<FileDescriptorProto.Builder> change) {
        return print(file -> {}).brokenBy(print(change));
    }

    private static Fingerprint print(Consumer<FileDescriptorProto.Builder> change) {
        FileDescriptorProto.Builder file = pets();
        change.accept(file);
        return Fingerprint.of(Contract.link(FileDescriptorSet.newBuilder().addFile(file).build()));
    }

    private static FileDescriptorProto.Builder pets() {
        FileDescriptorProto.Builder file =
                FileDescriptorProto.newBuilder()
                        .setName("t.proto")
                        .setPackage("joch.t")
                        .setSyntax("proto3");
        file.addMessageTypeBuilder()
                .setName("Cat")
                .addFieldBuilder()
                .setName("name")
                .setNumber(1)
                .setType(FieldDescriptorProto.Type.TYPE_STRING)
                .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL);
        rules(file, words("tom", "kitty"));
        file.addMessageTypeBuilder().setName("Dog");
        file.addEnumType(
                EnumDescriptorProto.newBuilder()
                        .setName("Mood")
                        .addValue(mood("MOOD_UNSPECIFIED", 0))
                        .addValue(mood("MOOD_GRUMPY", 1)));
        file.addService(
                ServiceDescriptorProto.newBuilder()
                        .setName("Pets")
                        .addMethod(
                                MethodDescriptorProto.newBuilder()
                                        .setName("Feed")
                                        .setInputType(".joch.t.Cat")
                                        .setOutputType(".joch.t.Cat")));
        return file;
    }

    private static EnumValueDescriptorProto mood(String name, int number) {
        return EnumValueDescriptorProto.newBuilder().setName(name).setNumber(number).build();
    }

    private static FieldRules.Builder words(String... words) {
        return FieldRules.newBuilder().setString(StringRules.newBuilder().addAllIn(List.of(words)));
    }

    private static void rules(FileDescriptorProto.Builder file, FieldRules.Builder rules) {
        name(file)
                .setOptions(
                        FieldOptions.newBuilder().setExtension(ValidateProto.field, rules.build()));
    }

    private static DescriptorProto.Builder cat(FileDescriptorProto.Builder file) {
        return file.getMessageTypeBuilder(0);
    }

    private static FieldDescriptorProto.Builder name(FileDescriptorProto.Builder file) {
        return cat(file).getFieldBuilder(0);
    }

    private static EnumDescriptorProto.Builder mood(FileDescriptorProto.Builder file) {
        return file.getEnumTypeBuilder(0);
    }

    private static ServiceDescriptorProto.Builder pets(FileDescriptorProto.Builder file) {
        return file.getServiceBuilder(0);
    }
}
