// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.codec.AttributeValue.EncodedValue;
import dev.sojourn.codec.AttributeValue.Plain;
import dev.sojourn.codec.AttributeValue.Reference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class AttributeCodecsTest {
    private final AttributeCodecs standard = AttributeCodecs.standard();

    @Test
    void a_plain_value_is_kept_as_the_object_it_is() {
        String text = "ann";
        Plain plain = assertInstanceOf(Plain.class, standard.encode(text, false));
        assertSame(text, plain.value());
        assertSame(text, standard.decode(plain));
        assertFalse(standard.mayChange(plain, text));
    }

    @Test
    void a_plain_value_turns_into_the_bytes_that_its_size_says() {
        for (Object value : DocumentedValues.ALL.values()) {
            if (standard.encode(value, false) instanceof Plain plain) {
                assertEquals(plain.size(), plain.encoded().size());
                assertEquals("simple", plain.encoded().codec());
                assertEquals(value, standard.decode(plain.encoded()));
                assertFalse(standard.mayChange(plain.encoded(), value));
            }
        }
    }

    @Test
    void a_list_is_kept_as_bytes_and_each_reader_has_a_copy_of_its_own() {
        AttributeValue stored = standard.encode(new ArrayList<>(List.of("a")), true);
        Object mine = standard.decode(stored);
        Object yours = standard.decode(stored);
        assertEquals(mine, yours);
        assertFalse(mine == yours);
        assertTrue(standard.mayChange(stored, mine));
    }

    /** T46: a value that was handed out and changed is noticed by comparing its bytes. */
    @Test
    void T46_a_changed_list_has_other_bytes_and_an_unchanged_one_has_not() {
        AttributeValue stored = standard.encode(new ArrayList<>(List.of(new ArrayList<>(List.of("a")))), true);
        List<?> handedOut = (List<?>) standard.decode(stored);
        assertEquals(stored, standard.encode(handedOut, true));
        ((List<?>) handedOut.get(0)).clear();
        assertFalse(stored.equals(standard.encode(handedOut, true)));
    }

    @Test
    void a_value_that_no_codec_supports_is_a_reference_where_those_are_kept() {
        BitSet live = new BitSet();
        Reference reference = assertInstanceOf(Reference.class, standard.encode(live, true));
        assertSame(live, standard.decode(reference));
        assertFalse(standard.mayChange(reference, live));
        List<BitSet> list = new ArrayList<>(List.of(live));
        assertSame(list, standard.decode(standard.encode(list, true)));
    }

    @Test
    void whether_a_codec_supports_a_value_can_be_asked() {
        assertTrue(standard.supports("text"));
        assertTrue(standard.supports(List.of(1, 2)));
        assertFalse(standard.supports(new BitSet()));
        assertFalse(standard.supports(List.of(new BitSet())));
    }

    @Test
    void a_value_that_no_codec_supports_is_refused_elsewhere_with_what_to_do() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> standard.encode(new BitSet(), false));
        assertEquals(
                "no codec supports java.util.BitSet: register one with AttributeCodecs.builder().add(..), "
                        + "or store its parts as simple values",
                refused.getMessage());
    }

    @Test
    void a_refused_collection_says_of_what_it_is() {
        for (Object value : List.of(List.of("a", new BitSet()), Map.of(1, new BitSet()))) {
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> standard.encode(value, false));
            assertTrue(
                    String.valueOf(refused.getMessage()).contains("java.util.BitSet: register"), refused.getMessage());
        }
    }

    @Test
    void codecs_are_asked_in_order_and_each_reads_its_own() {
        AttributeCodecs codecs = AttributeCodecs.builder()
                .add(new Scripted("first").supporting(false))
                .add(new Scripted("second"))
                .add(new Scripted("third"))
                .build();
        AttributeValue stored = codecs.encode(new BitSet(), true);
        assertEquals("second", assertInstanceOf(EncodedValue.class, stored).codec());
        assertEquals("decoded by second", codecs.decode(stored));
        assertEquals("decoded by third", codecs.decode(EncodedValue.of("third", new byte[0])));
    }

    @Test
    void a_list_that_holds_what_is_not_simple_goes_to_the_next_codec() {
        AttributeCodecs codecs =
                AttributeCodecs.builder().add(new Scripted("mine")).build();
        assertEquals("mine", ((EncodedValue) codecs.encode(List.of(new BitSet()), false)).codec());
        assertEquals("simple", ((EncodedValue) codecs.encode(List.of("a"), false)).codec());
    }

    @Test
    void bytes_of_an_unknown_codec_are_unreadable_and_can_be_told_beforehand() {
        EncodedValue foreign = EncodedValue.of("gone", new byte[] {1});
        assertFalse(standard.canRead(foreign));
        assertTrue(standard.canRead(standard.encode(List.of(), false)));
        assertTrue(standard.canRead(standard.encode("x", false)));
        assertThrows(UnreadableAttributeException.class, () -> standard.decode(foreign));
    }

    @Test
    void W32_serialised_objects_are_not_even_looked_at_unless_the_codec_for_them_was_added() throws Exception {
        EncodedValue serialised = EncodedValue.of("java", Serialized.bytes(new BitSet()));
        assertFalse(standard.canRead(serialised));
        assertThrows(UnreadableAttributeException.class, () -> standard.decode(serialised));
    }

    /** W35, fault 23: whatever a codec does with stored bytes, a request does not fail for it. */
    @Test
    void every_failure_of_reading_is_an_unreadable_attribute() {
        List<Supplier<Throwable>> failures = List.of(
                () -> new IllegalStateException("x"),
                () -> new NullPointerException("x"),
                () -> new NoClassDefFoundError("x"),
                () -> new ExceptionInInitializerError("x"),
                () -> new AssertionError("x"),
                () -> new StackOverflowError());
        for (Supplier<Throwable> failure : failures) {
            AttributeCodecs codecs = failing(failure);
            UnreadableAttributeException unreadable = assertThrows(
                    UnreadableAttributeException.class, () -> codecs.decode(EncodedValue.of("failing", new byte[0])));
            assertTrue(unreadable.getCause() != null);
        }
    }

    @Test
    void an_exhausted_virtual_machine_is_not_called_an_unreadable_attribute() {
        AttributeCodecs codecs = failing(() -> new OutOfMemoryError("made by a test"));
        assertThrows(OutOfMemoryError.class, () -> codecs.decode(EncodedValue.of("failing", new byte[0])));
        assertThrows(OutOfMemoryError.class, () -> codecs.encode(new BitSet(), true));
    }

    @Test
    void every_failure_of_writing_is_an_illegal_argument_that_names_codec_and_class() {
        for (Supplier<Throwable> failure : List.<Supplier<Throwable>>of(
                () -> new IllegalStateException("do not show"), () -> new NoClassDefFoundError("x"))) {
            AttributeCodecs codecs = failing(failure);
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> codecs.encode(new BitSet(), true));
            assertEquals(
                    "codec \"failing\" failed to encode a value of java.util.BitSet: see the cause",
                    refused.getMessage());
        }
    }

    @Test
    void a_stack_overflow_while_writing_is_a_broken_limit() {
        AttributeCodecs codecs = failing(StackOverflowError::new);
        assertThrows(AttributeLimitException.class, () -> codecs.encode(new BitSet(), true));
    }

    @Test
    void limits_hold_for_plain_values_and_for_those_of_any_codec() {
        AttributeCodecs codecs = AttributeCodecs.builder()
                .limits(AttributeLimits.DEFAULT.withAttributeBytes(10))
                .add(new Scripted("large"))
                .build();
        assertEquals(10, codecs.encode("12345678", false).size());
        assertThrows(AttributeLimitException.class, () -> codecs.encode("123456789", false));
        assertThrows(AttributeLimitException.class, () -> codecs.encode(List.of("123456789"), false));
        assertThrows(AttributeLimitException.class, () -> codecs.encode(new BitSet(), true));
    }

    @Test
    void a_codec_id_that_is_malformed_or_taken_is_refused() {
        for (String id : List.of("", "Upper", "a b", "seventeen-letters", "simple")) {
            AttributeCodecs.Builder builder = AttributeCodecs.builder().add(new Scripted(id));
            assertThrows(IllegalArgumentException.class, builder::build, id);
        }
    }

    /** ASVS 16.2.5 asks for it of tokens; values are no reader's business either. */
    @Test
    void no_form_of_a_value_shows_its_content() {
        assertEquals("Plain[String]", standard.encode("secret", true).toString());
        assertEquals(
                "EncodedValue[simple, 10 bytes]",
                standard.encode(List.of("secret"), true).toString());
        assertEquals(
                "Reference[java.util.BitSet]",
                standard.encode(new BitSet(), true).toString());
    }

    @Test
    void encoded_bytes_cannot_be_changed_from_outside() {
        byte[] bytes = {1, 2};
        EncodedValue value = EncodedValue.of("x", bytes);
        bytes[0] = 9;
        value.toBytes()[1] = 9;
        ByteBuffer target = ByteBuffer.allocate(2);
        value.writeTo(target);
        assertArrayEquals(new byte[] {1, 2}, target.array());
        assertEquals(EncodedValue.of("x", new byte[] {1, 2}), value);
        assertEquals(EncodedValue.of("x", new byte[] {1, 2}).hashCode(), value.hashCode());
        assertFalse(value.equals(EncodedValue.of("y", new byte[] {1, 2})));
    }

    @Test
    void two_references_are_equal_when_they_are_to_the_same_object() {
        BitSet object = new BitSet();
        assertEquals(new Reference(object), new Reference(object));
        assertEquals(new Reference(object).hashCode(), new Reference(object).hashCode());
        assertFalse(new Reference(object).equals(new Reference(new BitSet())));
    }

    private static AttributeCodecs failing(Supplier<Throwable> failure) {
        return AttributeCodecs.builder().add(new Failing(failure)).build();
    }

    private static <E extends Throwable> void sneak(Throwable failure) throws E {
        @SuppressWarnings("unchecked") // any throwable may come out of a codec of another language
        E thrown = (E) failure;
        throw thrown;
    }

    /** Claims all values, or none, and answers with its own name. */
    private static final class Scripted implements AttributeCodec {
        private final String id;
        private boolean supports = true;

        Scripted(String id) {
            this.id = id;
        }

        Scripted supporting(boolean any) {
            supports = any;
            return this;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public boolean supports(Object value) {
            return supports;
        }

        @Override
        public byte[] encode(Object value) {
            return new byte[20];
        }

        @Override
        public Object decode(byte[] encoded) {
            return "decoded by " + id;
        }
    }

    /** Fails in every way that is asked of it. */
    private record Failing(Supplier<Throwable> failure) implements AttributeCodec {
        @Override
        public String id() {
            return "failing";
        }

        @Override
        public boolean supports(Object value) {
            return true;
        }

        @Override
        public byte[] encode(Object value) {
            AttributeCodecsTest.<RuntimeException>sneak(failure.get());
            return new byte[0];
        }

        @Override
        public Object decode(byte[] encoded) {
            AttributeCodecsTest.<RuntimeException>sneak(failure.get());
            return "";
        }
    }
}
