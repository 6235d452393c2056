package dev.joch.resource.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StructuralSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{}                                                             | no type",
                "{'type':'object','properties':{'a':{}}}                        | no type",
                "{'type':'object','properties':{},'additionalProperties':{'type':'string'}} | beside",
                "{'type':'object','$ref':'#/a'}                                 | keyword $ref",
                "{'type':'array'}                                               | items",
                "{'type':'object','required':['a']}                             | requires the absent",
                "{'type':'object','default':{}}                                 | a default here",
                "{'type':'object','properties':{'a':{'type':'string','default':1}}} | another type",
                "{'type':'object','properties':{'a':{'type':'string','enum':['x'],'default':'y'}}} | not allowed",
                "{'type':'object','properties':{'a':{'type':'number','exclusiveMinimum':1}}} | draft",
            })
    void noticesWhatKubernetesWouldRefuse(String schema, String fault)
            throws JsonProcessingException {
        assertThat(StructuralSchema.faults(tree(schema)))
                .anySatisfy(found -> assertThat(found).contains(fault));
    }

    private static JsonNode tree(String json) throws JsonProcessingException {
        return JSON.readTree(json.replace('\'', '"'));
    }
}
