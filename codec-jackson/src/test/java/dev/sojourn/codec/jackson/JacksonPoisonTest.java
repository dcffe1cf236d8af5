// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec.jackson;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.codec.UnreadableAttributeException;
import dev.sojourn.codec.jackson.Shop.Sepa;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bytes that no writer wrote: each is a value or an {@link UnreadableAttributeException}; W32 and W38 (no class of the writer's choice),
 * W34 (random bytes), W35 and W63 (gadget, type confusion, giant length, deep nesting), fault 23, ASVS 1.5.2.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JacksonPoisonTest {
    private static final AtomicInteger SPRUNG = new AtomicInteger();

    private final JacksonCodec json = Shop.types().build();

    /** Would run code if anything could make it. */
    @SuppressWarnings("unused") // by whoever names it
    static final class Gadget {
        private String command = "";

        Gadget() {
            SPRUNG.incrementAndGet();
        }

        void setCommand(String newCommand) {
            SPRUNG.incrementAndGet();
        }
    }

    private static List<Object> samples() {
        return List.of(
                Shop.cart(),
                Everything.sample(),
                Keys.sample(),
                new Shop.Customer("Ada", true, 1),
                List.of(new Sepa("x"), new Shop.Card("4111", 12)),
                Map.of("k", Shop.cart()));
    }

    @ParameterizedTest
    @MethodSource("dev.sojourn.codec.jackson.Shop#codecs")
    void fault_23_every_truncation_and_every_addition_is_unreadable(JacksonCodec codec) {
        for (Object value : samples()) {
            byte[] whole = codec.encode(value);
            for (int length = 0; length < whole.length; length++) {
                byte[] part = Arrays.copyOf(whole, length);
                assertThrows(UnreadableAttributeException.class, () -> codec.decode(part));
            }
            byte[] longer = Arrays.copyOf(whole, whole.length + 1);
            assertThrows(UnreadableAttributeException.class, () -> codec.decode(longer));
            byte[] twice = Arrays.copyOf(whole, whole.length * 2);
            System.arraycopy(whole, 0, twice, whole.length, whole.length);
            assertThrows(UnreadableAttributeException.class, () -> codec.decode(twice));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.sojourn.codec.jackson.Shop#codecs")
    void fault_23_every_flipped_bit_gives_a_value_or_is_unreadable(JacksonCodec codec) {
        for (Object value : samples()) {
            byte[] bytes = codec.encode(value);
            for (int bit = 0; bit < bytes.length * 8; bit++) {
                bytes[bit / 8] ^= (byte) (1 << (bit % 8));
                decodeOrRefuse(codec, bytes, "bit " + bit);
                bytes[bit / 8] ^= (byte) (1 << (bit % 8));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.sojourn.codec.jackson.Shop#codecs")
    void W34_random_bytes_and_random_damage_give_a_value_or_are_unreadable(JacksonCodec codec) {
        long seed = 20_261_125;
        Random random = new Random(seed);
        List<byte[]> samples = samples().stream().map(codec::encode).toList();
        for (int round = 0; round < 10_000; round++) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            decodeOrRefuse(codec, bytes, "seed " + seed + ", round " + round);
            byte[] damaged = samples.get(random.nextInt(samples.size())).clone();
            for (int damage = 1 + random.nextInt(4); damage > 0; damage--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            decodeOrRefuse(codec, damaged, "seed " + seed + ", round " + round);
        }
    }

    /** Each field of each type, with each kind of content: {@code 1e999999999}, ten thousand digits, a list, null … */
    @Test
    void W35_hostile_content_in_every_field_gives_a_value_or_is_unreadable() {
        String digits = "9".repeat(20_000);
        List<String> contents = new ArrayList<>(List.of(
                "null",
                "true",
                "{}",
                "[]",
                "[[]]",
                "{'a':1}",
                "{'a':{}}",
                "0",
                "-0",
                "1e999999999",
                "-1e999999999",
                "1e-999999999",
                "1E+400",
                "1e2147483647",
                "9223372036854775808",
                "0.1e1000000",
                digits,
                digits + ".5",
                "0." + digits,
                "''",
                "' '",
                "'x'",
                "'1e999999999'",
                "'" + digits + "'",
                "'P" + digits + "D'",
                "'PT1e999999999S'",
                "'+999999999-12-31'",
                "'2026-11-23T10:00:00Z[" + "x/".repeat(50_000) + "]'",
                "'\\u0000'",
                "'\\ud800'",
                "'" + "x".repeat(20_000) + "'",
                "['java.lang.Thread',{}]",
                "'java.lang.Thread'"));
        for (RecordComponent field : Everything.class.getRecordComponents()) {
            for (String content : contents) {
                decodeOrRefuse(
                        json, bytes("{'everything':{'" + field.getName() + "':" + content + "}}"), field.getName());
            }
        }
        for (RecordComponent field : Keys.class.getRecordComponents()) {
            for (String content : contents) {
                String key = content.startsWith("'") ? content : "'" + content.replace("'", "") + "'";
                decodeOrRefuse(json, bytes("{'keys':{'" + field.getName() + "':{" + key + ":1}}}"), field.getName());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.sojourn.codec.jackson.Shop#codecs")
    void W35_deep_nesting_is_refused_also_in_what_is_skipped(JacksonCodec codec) {
        for (int depth : new int[] {40, 20_000}) {
            for (String open : List.of("[", "{'a':")) {
                for (String before : List.of(
                        "", "{'cart':", "{'cart':{'unknown':", "{'cart':{'items':", "{'list:cart':", "{'map:cart':")) {
                    byte[] forged = codec.id().equals("json")
                            ? bytes(before + open.repeat(depth))
                            : smileNesting(open.equals("["), depth);
                    assertThrows(UnreadableAttributeException.class, () -> codec.decode(forged));
                }
            }
        }
    }

    /** Smile's header, an object, the name "cart", an object, an unknown name, and then what it is about. */
    private static byte[] smileNesting(boolean arrays, int depth) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {
            ':', ')', '\n', 0, (byte) 0xfa, (byte) 0x83, 'c', 'a', 'r', 't', (byte) 0xfa, (byte) 0x80, 'u'
        });
        for (int level = 0; level < depth; level++) {
            bytes.writeBytes(arrays ? new byte[] {(byte) 0xf8} : new byte[] {(byte) 0xfa, (byte) 0x80, 'a'});
        }
        return bytes.toByteArray();
    }

    /** Long text, long binary, big numbers and names that say they are longer than memory. */
    @Test
    void W63_a_length_that_the_bytes_do_not_back_is_refused() {
        JacksonCodec smile = Shop.types().binary().build();
        byte[] header = {':', ')', '\n', 4, (byte) 0xfa, (byte) 0x83, 'c', 'a', 'r', 't', (byte) 0xfa, (byte) 0x80, 'u'
        };
        byte[][] lengths = {
            {0x07, 0x7f, 0x7f, 0x7f, (byte) 0xbf},
            {0x0f, 0x7f, 0x7f, 0x7f, (byte) 0xbf},
            {0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f, (byte) 0xbf}
        };
        for (int token = 0; token < 256; token++) {
            for (byte[] length : lengths) {
                byte[] forged = Arrays.copyOf(header, header.length + 1 + length.length + 4);
                forged[header.length] = (byte) token;
                System.arraycopy(length, 0, forged, header.length + 1, length.length);
                decodeOrRefuse(smile, forged, "token " + token);
            }
        }
    }

    @Test
    void what_the_writer_would_not_write_is_refused() {
        for (String forged : List.of(
                "",
                " ",
                "null",
                "1",
                "'cart'",
                "[]",
                "['cart',{}]",
                "{}",
                "{'cart'}",
                "{'cart':}",
                "{'cart':null}",
                "{'cart':1}",
                "{'cart':[]}",
                "{'cart':''}",
                "{'list:cart':{}}",
                "{'list:cart':[1]}",
                "{'map:cart':[]}",
                "{'cart':{},'cart':{}}",
                "{'cart':{},'x':1}",
                "{'cart':{}}{}",
                "{'cart':{}} x",
                "{'cart':{}},",
                "{'cart':{'money':'EUR','money':'CHF'}}",
                "{'cart':{'x':1,'x':2}}",
                "{'map:cart':{'a':{},'a':{}}}",
                "{'nothing':{}}",
                "{'list:nothing':[]}",
                "{'bag:cart':[]}",
                "{'':{}}",
                "{'Cart':{}}",
                "{'dev.sojourn.codec.jackson.Shop$Cart':{}}",
                "{'payment':{}}",
                "{'payment':{'Sepa':null}}",
                "{'payment':{'Cart':{}}}",
                "{'payment':{'Payment':{}}}",
                "{'payment':{'Shop$Sepa':{'iban':'x'}}}",
                "{'payment':{'Sepa':{'iban':'x'},'Cash':{}}}",
                "{'payment':['Sepa',{'iban':'x'}]}",
                "/* */{'cart':{}}",
                "{cart:{}}",
                "{'cart':{'items':[1,]}}",
                "{'payment':{'Card':{'month':NaN}}}",
                "{'payment':{'Card':{'month':012}}}",
                "\u0000",
                "{'payment':{'Sepa':{'iban':'\n'}}}")) {
            assertThrows(UnreadableAttributeException.class, () -> json.decode(bytes(forged)), forged);
        }
    }

    @Test
    void W32_W35_W38_a_class_that_stored_data_names_is_not_even_looked_for() throws Exception {
        List<String> asked = new ArrayList<>();
        ClassLoader recorder = new ClassLoader(getClass().getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                asked.add(name);
                return super.loadClass(name, resolve);
            }
        };
        String gadget = Gadget.class.getName();
        Stream<String> forged = Stream.of(
                        "{'%s':{'command':'x'}}",
                        "{'list:%s':[{}]}",
                        "['%s',{'command':'x'}]",
                        "{'@class':'%s','command':'x'}",
                        "{'cart':{'@class':'%s','command':'x'}}",
                        "{'cart':['%s',{'command':'x'}]}",
                        "{'cart':{'items':['%s',{'command':'x'}]}}",
                        "{'cart':{'items':[{'@class':'%s'}]}}",
                        "{'cart':{'items':['java.util.ArrayList',[['%s',{}]]]}}",
                        "{'cart':{'payment':{'%s':{}}}}",
                        "{'cart':{'payment':{'@type':'%s'}}}",
                        "{'payment':{'%s':{'command':'x'}}}",
                        "{'payment':{'Sepa':{'@c':'%s'}}}",
                        "{'everything':{'text':{'@class':'%s'}}}",
                        "{'everything':{'nested':{'@class':'%s'}}}",
                        "{'everything':{'locale':'%s','currency':'%s','zoneId':'%s'}}")
                .map(text -> text.replace("%s", gadget));
        forged.forEach(text -> GeneratedClasses.with(recorder, () -> decodeOrRefuse(json, bytes(text), text)));
        assertEquals(List.of(), asked);
        assertEquals(0, SPRUNG.get());
    }

    @Test
    void no_failure_shows_what_was_read_or_written() {
        for (String forged : List.of(
                "{'cart':{'money':'canary'}}",
                "{'cart':{'items':'canary'}}",
                "{'cart':{'items':[{'quantity':'canary'}]}}",
                "{'cart':{'items':[{'price':'canary'}]}}",
                "{'payment':{'canary':{}}}",
                "{'cart':canary}",
                "{'ca nary':{}}",
                "{'everything':{'instant':'canary','x':1}}",
                "{'everything':{'map':{'canary':'canary'}}}",
                "{'everything':{'enumMap':{'canary':1}}}",
                "{'keys':{'instants':{'canary':1}}}",
                "{'everything':{'uuid':'canary'}}",
                "{'everything':{'nested':{'canary':['canary']}}}",
                "{'map:payment':{'canary':{'Card':{'month':'x'}}}}")) {
            Throwable failure =
                    assertThrows(UnreadableAttributeException.class, () -> json.decode(bytes(forged)), forged);
            assertHidden(failure);
        }
        Throwable read = assertThrows(UnreadableAttributeException.class, () -> JacksonCodec.builder()
                .type("picky", Picky.class)
                .build()
                .decode(bytes("{'picky':{'text':'canary'}}")));
        assertHidden(read);
        assertTrue(String.valueOf(read.getMessage()).contains("IllegalStateException"), read.getMessage());
        assertHidden(assertThrows(
                IllegalArgumentException.class,
                () -> json.encode(Map.of("canary", new Sepa("canary\ud800")).keySet())));
        JacksonCodec picky = JacksonCodec.builder().type("picky", Picky.class).build();
        assertHidden(assertThrows(IllegalArgumentException.class, () -> picky.encode(new Picky())));
    }

    /** Takes nothing but what it had when it was made. */
    private static final class Picky {
        private String text = "fine";

        Picky() {}

        @com.fasterxml.jackson.annotation.JsonProperty
        @SuppressWarnings({"unused", "DoNotCallSuggester"}) // by Jackson
        String getText() {
            throw new IllegalStateException("cannot show canary");
        }

        @com.fasterxml.jackson.annotation.JsonProperty
        @SuppressWarnings({"unused", "DoNotCallSuggester"}) // by Jackson
        void setText(String newText) {
            throw new IllegalStateException("cannot take " + newText + " after " + text);
        }
    }

    /** A class that cannot start, as when a library that it needs is gone. */
    private static final class Broken {
        static final int VALUE = Integer.parseInt("not a number");

        @SuppressWarnings("unused") // by Jackson
        private int value = VALUE;
    }

    @Test
    void W35_a_class_that_cannot_start_makes_its_values_unreadable() {
        JacksonCodec codec = JacksonCodec.builder().type("broken", Broken.class).build();
        for (int time = 0; time < 2; time++) {
            assertThrows(UnreadableAttributeException.class, () -> codec.decode(bytes("{'broken':{'value':1}}")));
        }
    }

    @Test
    void a_failure_says_where_it_was() {
        UnreadableAttributeException failure = assertThrows(
                UnreadableAttributeException.class,
                () -> json.decode(bytes("{'list:cart':[{'items':[{'quantity':1},{'quantity':'canary'}]}]}")));
        assertEquals(
                "not a value that codec \"json\" writes, or not any more: tools.jackson.databind.exc.MismatchedInputException at"
                        + " [0].items[1].quantity",
                failure.getMessage());
    }

    private static void assertHidden(Throwable failure) {
        for (Throwable next = failure; next != null; next = next.getCause()) {
            String shown = String.valueOf(next).toLowerCase(Locale.ROOT);
            // A name where the type's name should be is shown if it could be one: it says which type is missing.
            assertFalse(shown.contains("canary") || shown.contains("ca nary"), shown);
        }
        if (failure instanceof UnreadableAttributeException) {
            assertNull(failure.getCause());
        }
    }

    private static Object decodeOrRefuse(JacksonCodec codec, byte[] bytes, String where) {
        try {
            return codec.decode(bytes);
        } catch (UnreadableAttributeException expected) {
            assertFalse(String.valueOf(expected.getMessage()).isEmpty(), where);
            return expected;
        }
    }

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(UTF_8);
    }
}
