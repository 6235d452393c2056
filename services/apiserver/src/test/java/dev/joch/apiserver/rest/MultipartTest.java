package dev.joch.apiserver.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joch.api.v1.Source;
import dev.joch.service.problem.ProblemException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;

class MultipartTest {

    private static List<Source> read(String body) {
        return Multipart.read(body.getBytes(StandardCharsets.UTF_8), "b");
    }

    @Test
    void partsKeepTheirBytesAndNames() {
        List<Source> parts =
                read(
                        "preamble\r\n--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x/a.yaml\"\r\n\r\none\r\n\r\ntwo\r\n--b\nJoch-Source: c\n\nthree\n--b--\r\nepilogue");
        assertThat(parts).extracting(Source::getName).containsExactly("x/a.yaml", "c");
        assertThat(parts)
                .extracting(part -> part.getContent().toStringUtf8())
                .containsExactly("one\r\n\r\ntwo", "three");
    }

    @Test
    void aBoundaryInsideOfALineIsText() {
        assertThat(read("--b\n\nkey: --b\n--b--").getFirst().getContent().toStringUtf8())
                .isEqualTo("key: --b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--b", "--b\r\n\r\nx", "--bb\r\nx", "no boundary"})
    void brokenBodiesAreRefused(String body) {
        assertThatThrownBy(() -> read(body))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("INVALID_BODY");
    }

    @Test
    void partsAreBounded() {
        assertThatThrownBy(() -> read("--b\n\n\n".repeat(1001) + "--b--"))
                .hasMessageContaining("1000 parts");
    }
}
