package io.priok.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.priok.domain.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoJsonTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{bad|invalid character 'b' looking for beginning of object key string",
                "{\"a\" 1}|invalid character '1' after object key",
                "{\"a\":1 \"b\":2}|invalid character '\"' after object key:value pair",
                "{\"a\":1,}|invalid character '}' looking for beginning of object key string",
                "[1 2]|invalid character '2' after array element",
                "[1,]|invalid character ']' looking for beginning of value",
                "tru|unexpected EOF",
                "trux|invalid character 'x' in literal true (expecting 'e')",
                "-x|invalid character 'x' in numeric literal",
                "1.x|invalid character 'x' after decimal point in numeric literal",
                "1ex|invalid character 'x' in exponent of numeric literal",
                "\"\\q\"|invalid character 'q' in string escape code",
                "\"\\u00g0\"|invalid character 'g' in \\u hexadecimal character escape",
                "{\"a\":|unexpected EOF",
                "`   `|got EOF while reading request body",
            })
    void complainsAsGoDoes(String text, String message) {
        assertThatThrownBy(() -> GoJson.first(text)).isInstanceOf(Refusal.class).hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{}", "[]", "{\"a\":[1,-2.5e+3,true,false,null,\"\\u00e9\\n\"]}", "0", "{ \"a\" : { } }"})
    void readsWhatIsWellFormed(String text) {
        assertThat(GoJson.first(text)).isEqualTo(text);
    }

    @Test
    void leavesAloneWhatFollowsTheFirstValue() {
        assertThat(GoJson.first(" {\"a\":1} trailing")).isEqualTo("{\"a\":1}");
    }

    @Test
    void refusesEndlessNesting() {
        assertThatThrownBy(() -> GoJson.first("[".repeat(100_000))).hasMessage("exceeded max depth");
    }
}
