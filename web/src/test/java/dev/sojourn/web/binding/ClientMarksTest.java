// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a session keeps of a client: small, readable by nobody, and comparable. */
final class ClientMarksTest {
    private static final BindingSignal ONE = new BindingSignal("one", 50, request -> Set.of());
    private static final BindingSignal TWO = new BindingSignal("two", 20, request -> Set.of());
    private static final List<BindingSignal> BOTH = List.of(ONE, TWO);
    private static final byte[] SALT = {1, 2, 3, 4};

    @Test
    void text_can_be_read_again() {
        ClientMarks marks = marks(Set.of("a"), Set.of("b", "c"));
        ClientMarks read = ClientMarks.parse(marks.text()).orElseThrow();
        assertEquals(marks.text(), read.text());
        ClientMarks others = read.alike(BOTH, Map.of(ONE, Set.of("a"), TWO, Set.of("c", "b")));
        assertEquals(0, read.difference(ONE, others));
        assertEquals(0, read.difference(TWO, others));
    }

    /** 1 + 4 bytes, for each signal 3, for each word 2; as base64url. */
    @Test
    void four_signals_with_five_words_take_36_characters() {
        List<BindingSignal> four = IntStream.range(0, 4)
                .mapToObj(i -> new BindingSignal("signal-" + i, 1, request -> Set.of()))
                .toList();
        Map<BindingSignal, Set<String>> said =
                four.stream().collect(Collectors.toMap(signal -> signal, signal -> Set.of("word")));
        said.put(four.get(0), Set.of("first", "second"));
        assertEquals(36, ClientMarks.of(four, said, SALT).text().length());
    }

    /** ASVS 14.2: nothing of the client can be read in it, and it is another text in another session. */
    @Test
    void what_the_client_said_is_not_in_it() {
        ClientMarks marks = marks(Set.of("firefox"), Set.of("c0a801"));
        assertFalse(marks.text().contains("firefox"));
        ClientMarks elsewhere =
                ClientMarks.of(BOTH, Map.of(ONE, Set.of("firefox"), TWO, Set.of("c0a801")), new byte[] {4, 3, 2, 1});
        assertNotEquals(marks.text().substring(7), elsewhere.text().substring(7));
    }

    /** A part of the words is a part of the weight; what is missing on one side is half of it. */
    @Test
    void difference_is_the_share_of_words_that_only_one_has() {
        ClientMarks bound = marks(Set.of("a"), Set.of("de", "en"));
        assertEquals(50, bound.difference(ONE, marks(Set.of("b"), Set.of())));
        assertEquals(25, bound.difference(ONE, marks(Set.of(), Set.of())));
        assertEquals(20, bound.difference(TWO, marks(Set.of(), Set.of("fr"))));
        assertEquals(13, bound.difference(TWO, marks(Set.of(), Set.of("fr", "en"))));
        assertEquals(6, bound.difference(TWO, marks(Set.of(), Set.of("de", "en", "fr"))));
        assertEquals(10, bound.difference(TWO, marks(Set.of(), Set.of())));
        assertEquals(0, marks(Set.of(), Set.of()).difference(ONE, marks(Set.of(), Set.of())));
        assertEquals(25, marks(Set.of(), Set.of()).difference(ONE, bound));
    }

    /** After a change of the settings what both know is compared. */
    @Test
    void signal_that_was_not_bound_makes_no_difference() {
        ClientMarks bound = ClientMarks.of(List.of(ONE), Map.of(ONE, Set.of("a")), SALT);
        assertEquals(0, bound.difference(TWO, bound.alike(BOTH, Map.of(TWO, Set.of("b")))));
    }

    @Test
    void at_most_eight_words_count() {
        Set<String> many = IntStream.range(0, 1000).mapToObj(Integer::toString).collect(Collectors.toSet());
        String text = marks(many, Set.of()).text();
        assertTrue(text.length() < 40, text);
        assertTrue(ClientMarks.parse(text).isPresent());
    }

    /** An application that writes into the attribute unbinds its session, and breaks nothing. */
    @Test
    void other_text_is_no_binding() {
        String good = marks(Set.of("a"), Set.of("b")).text();
        for (String wrong : List.of("", "?", "AQ", "AgECAwQAAAA", good.substring(0, good.length() - 2))) {
            assertTrue(ClientMarks.parse(wrong).isEmpty(), wrong);
        }
    }

    private static ClientMarks marks(Set<String> one, Set<String> two) {
        return ClientMarks.of(BOTH, Map.of(ONE, one, TWO, two), SALT);
    }
}
