package dev.joch.apiserver.rest;

import com.google.protobuf.Message;

import dev.joch.common.v1.Diagnostic;
import dev.joch.resource.text.DecodeLimits;
import dev.joch.resource.text.DecodedMessage;
import dev.joch.resource.text.MessageText;
import dev.joch.resource.text.Text;
import dev.joch.service.problem.ProblemException;

/** A body that is the request message of its RPC, as JSON or YAML. */
final class MessageBody {

    private MessageBody() {}

    static Message read(byte[] body, MediaType type, Message.Builder request) {
        if (!type.isJson() && !type.isYaml()) {
            throw new ProblemException(
                    new RestProblem.UnsupportedMediaType(
                            type.name(), "application/json or application/yaml"));
        }
        DecodedMessage<Message> decoded =
                MessageText.decode(
                        Text.of("", body),
                        request.getDefaultInstanceForType(),
                        DecodeLimits.standard());
        decoded.diagnostics().stream()
                .filter(found -> found.getSeverity() == Diagnostic.Severity.SEVERITY_ERROR)
                .findFirst()
                .ifPresent(found -> {
                    throw new ProblemException(new RestProblem.InvalidBody(sentence(found)));
                });
        return decoded.message();
    }

    private static String sentence(Diagnostic found) {
        String field = found.getField().isEmpty() ? "" : found.getField() + ": ";
        String fix = found.getFix().isEmpty() ? "" : "; " + found.getFix();
        return field + found.getMessage() + fix;
    }
}
