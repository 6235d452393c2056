package dev.joch.resource.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;

import dev.joch.resource.field.InvalidPatchException.Fault;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonPatchTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The examples of RFC 6902, appendix A, that succeed. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'foo':'bar'} | [{'op':'add','path':'/baz','value':'qux'}] | {'baz':'qux','foo':'bar'}",
                "{'foo':['bar','baz']} | [{'op':'add','path':'/foo/1','value':'qux'}] | {'foo':['bar','qux','baz']}",
                "{'baz':'qux','foo':'bar'} | [{'op':'remove','path':'/baz'}] | {'foo':'bar'}",
                "{'foo':['bar','qux','baz']} | [{'op':'remove','path':'/foo/1'}] | {'foo':['bar','baz']}",
                "{'baz':'qux','foo':'bar'} | [{'op':'replace','path':'/baz','value':'boo'}] | {'baz':'boo','foo':'bar'}",
                "{'foo':{'bar':'baz','waldo':'fred'},'qux':{'corge':'grault'}} | [{'op':'move','from':'/foo/waldo','path':'/qux/thud'}] | {'foo':{'bar':'baz'},'qux':{'corge':'grault','thud':'fred'}}",
                "{'foo':['all','grass','cows','eat']} | [{'op':'move','from':'/foo/1','path':'/foo/3'}] | {'foo':['all','cows','eat','grass']}",
                "{'baz':'qux','foo':['a',2,'c']} | [{'op':'test','path':'/baz','value':'qux'},{'op':'test','path':'/foo/1','value':2}] | {'baz':'qux','foo':['a',2,'c']}",
                "{'foo':'bar'} | [{'op':'add','path':'/child','value':{'grandchild':{}}}] | {'foo':'bar','child':{'grandchild':{}}}",
                "{'foo':'bar'} | [{'op':'add','path':'/baz','value':'qux','xyz':123}] | {'foo':'bar','baz':'qux'}",
                "{'/':9,'~1':10} | [{'op':'test','path':'/~01','value':10}] | {'/':9,'~1':10}",
                "{'foo':['bar']} | [{'op':'add','path':'/foo/-','value':['abc','def']}] | {'foo':['bar',['abc','def']]}",
                "{'a':1} | [{'op':'test','path':'/a','value':1.0}] | {'a':1}",
                "{'a':{'b':[1]}} | [{'op':'copy','from':'/a/b','path':'/c'}] | {'a':{'b':[1]},'c':[1]}",
                "{'a':null} | [{'op':'test','path':'/a','value':null},{'op':'replace','path':'','value':{'b':1}}] | {'b':1}",
            })
    void appliesAsTheStandardSays(String target, String patch, String result)
            throws JsonProcessingException {
        JsonNode before = tree(target);
        assertThat(JsonPatch.apply(before, tree(patch), place -> {})).isEqualTo(tree(result));
        assertThat(before).isEqualTo(tree(target));
    }

    /** The examples of the appendix that fail, and others; the failing operation is named. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'baz':'qux'} | [{'op':'test','path':'/baz','value':'bar'}] | 0 | TEST_FAILED",
                "{'foo':'bar'} | [{'op':'add','path':'/baz/bat','value':'qux'}] | 0 | NO_SUCH_PLACE",
                "{'/':9,'~1':10} | [{'op':'test','path':'/~01','value':'10'}] | 0 | TEST_FAILED",
                "{'a':1} | [{'op':'test','path':'/a','value':1},{'op':'remove','path':'/b'}] | 1 | NO_SUCH_PLACE",
                "{'a':[1]} | [{'op':'add','path':'/a/2','value':1}] | 0 | NO_SUCH_PLACE",
                "{'a':[1]} | [{'op':'replace','path':'/a/01','value':1}] | 0 | NO_SUCH_PLACE",
                "{'a':[1]} | [{'op':'remove','path':'/a/-'}] | 0 | NO_SUCH_PLACE",
                "{'a':1} | [{'op':'add','path':'/a/b','value':1}] | 0 | NO_SUCH_PLACE",
                "{'a':{}} | [{'op':'move','from':'/a','path':'/a/b'}] | 0 | MALFORMED",
                "{} | [{'op':'add','path':'/a'}] | 0 | MALFORMED",
                "{} | [{'op':'put','path':'/a','value':1}] | 0 | MALFORMED",
                "{} | [{'path':'/a','value':1}] | 0 | MALFORMED",
                "{} | [{'op':'add','path':'a','value':1}] | 0 | MALFORMED",
                "{} | [{'op':'add','path':'/~2','value':1}] | 0 | MALFORMED",
                "{} | [3] | 0 | MALFORMED",
                "{} | {'op':'add'} | -1 | MALFORMED",
            })
    void namesTheFailingOperation(String target, String patch, int operation, Fault fault) {
        InvalidPatchException refused =
                catchThrowableOfType(
                        InvalidPatchException.class,
                        () -> JsonPatch.apply(tree(target), tree(patch), place -> {}));
        assertThat(refused.fault()).isEqualTo(fault);
        assertThat(refused.operation()).isEqualTo(operation);
        assertThat(refused.fix()).isNotEmpty();
    }

    @Test
    void thePatchItselfIsNeverChanged() throws JsonProcessingException {
        String text = "[{'op':'add','path':'/a','value':{}},{'op':'add','path':'/a/b','value':1}]";
        JsonNode patch = tree(text);
        JsonPatch.apply(tree("{}"), patch, place -> {});
        assertThat(patch).isEqualTo(tree(text));
    }

    @Test
    void copiesCannotGrowWithoutBound() {
        ArrayNode bomb = JSON.createArrayNode();
        for (int i = 0; i < 60; i++) {
            bomb.addObject().put("op", "copy").put("from", "/a").put("path", "/a/x" + i);
        }
        InvalidPatchException refused =
                catchThrowableOfType(
                        InvalidPatchException.class,
                        () -> JsonPatch.apply(tree("{'a':{'b':1}}"), bomb, place -> {}));
        assertThat(refused.fault()).isEqualTo(Fault.TOO_LARGE);
    }

    private static JsonNode tree(String json) throws JsonProcessingException {
        return JSON.readTree(json.replace('\'', '"'));
    }
}
