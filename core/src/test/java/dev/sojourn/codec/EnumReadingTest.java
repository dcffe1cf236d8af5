// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names of classes come from the store: W35, fault 24, ASVS 1.5.2. */
class EnumReadingTest {
    private static final AtomicBoolean INITIALISED = new AtomicBoolean();

    private final SimpleValueCodec codec = new SimpleValueCodec(AttributeLimits.DEFAULT);

    @TempDir
    private Path directory;

    @Test
    void an_enum_of_the_application_is_found_by_the_context_class_loader() throws Exception {
        try (URLClassLoader loader = compile("v1", "RED, GREEN")) {
            Object green = constant(loader, "GREEN");
            byte[] bytes = codec.encode(green);
            assertSame(green, GeneratedClasses.with(loader, () -> codec.decode(bytes)));
        }
    }

    @Test
    void without_a_context_class_loader_our_own_is_asked() throws Exception {
        byte[] bytes = codec.encode(Ours.ONE);
        assertSame(Ours.ONE, GeneratedClasses.with(null, () -> codec.decode(bytes)));
        ClassLoader ofTheJdk = ClassLoader.getPlatformClassLoader();
        assertSame(Ours.ONE, GeneratedClasses.with(ofTheJdk, () -> codec.decode(bytes)));
    }

    @Test
    void fault_24_an_enum_class_that_is_gone_is_unreadable() throws Exception {
        try (URLClassLoader loader = compile("v1", "RED, GREEN")) {
            byte[] bytes = codec.encode(List.of("x", constant(loader, "GREEN")));
            assertThrows(UnreadableAttributeException.class, () -> codec.decode(bytes));
        }
    }

    @Test
    void fault_24_a_constant_that_is_gone_is_unreadable_and_the_others_are_not() throws Exception {
        try (URLClassLoader before = compile("v1", "RED, GREEN");
                URLClassLoader after = compile("v2", "GREEN, BLUE")) {
            byte[] red = codec.encode(constant(before, "RED"));
            byte[] green = codec.encode(constant(before, "GREEN"));
            assertThrows(
                    UnreadableAttributeException.class, () -> GeneratedClasses.with(after, () -> codec.decode(red)));
            assertSame(constant(after, "GREEN"), GeneratedClasses.with(after, () -> codec.decode(green)));
        }
    }

    @Test
    void fault_24_an_enum_class_that_fails_to_start_is_unreadable() throws Exception {
        try (URLClassLoader before = compile("v1", "RED");
                URLClassLoader after = GeneratedClasses.compile(
                        directory.resolve("v2"),
                        "Colour",
                        "public enum Colour { RED; static { if (true) throw new IllegalStateException(); } }")) {
            byte[] red = codec.encode(constant(before, "RED"));
            assertThrows(
                    UnreadableAttributeException.class, () -> GeneratedClasses.with(after, () -> codec.decode(red)));
            // The second time the virtual machine throws another error.
            assertThrows(
                    UnreadableAttributeException.class, () -> GeneratedClasses.with(after, () -> codec.decode(red)));
        }
    }

    @Test
    void W35_a_class_that_is_no_enum_is_refused_and_never_initialised() {
        for (String name : List.of(
                "dev.sojourn.codec.EnumReadingTest$Trap",
                "java.lang.Runtime",
                "java.lang.Enum",
                "java.lang.annotation.Annotation")) {
            byte[] bytes = forged(name, "ONE");
            assertThrows(UnreadableAttributeException.class, () -> codec.decode(bytes), name);
        }
        assertFalse(INITIALISED.get());
    }

    @Test
    void W35_a_name_that_no_class_can_have_is_refused_before_it_is_looked_up() throws Exception {
        AtomicBoolean asked = new AtomicBoolean();
        ClassLoader recorder = new ClassLoader(null) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                asked.set(true);
                return super.loadClass(name, resolve);
            }
        };
        for (String name : List.of(
                "",
                ".",
                "a..b",
                ".a",
                "a.",
                "a/b",
                "../a",
                "[I",
                "[Ljava.time.Month;",
                "a b",
                "a;b",
                "a:b",
                "x".repeat(1_001))) {
            byte[] bytes = forged(name, "ONE");
            assertThrows(
                    UnreadableAttributeException.class,
                    () -> GeneratedClasses.with(recorder, () -> codec.decode(bytes)),
                    name);
        }
        assertFalse(asked.get());
    }

    @Test
    void a_constant_of_another_case_or_no_constant_is_refused() {
        for (String name : List.of("monday", "MONDAY ", "", "$VALUES")) {
            byte[] bytes = forged("java.time.DayOfWeek", name);
            assertThrows(UnreadableAttributeException.class, () -> codec.decode(bytes), name);
        }
    }

    @Test
    void the_class_name_stands_once_in_a_value() {
        byte[] one = codec.encode(List.of(Ours.ONE));
        byte[] many = codec.encode(List.of(Ours.ONE, Ours.TWO, Ours.ONE, EnumSet.of(Ours.TWO)));
        assertEquals(List.of(Ours.ONE, Ours.TWO, Ours.ONE, EnumSet.of(Ours.TWO)), codec.decode(many));
        assertEquals(1, occurrences(many, Ours.class.getName()));
        assertEquals(1, occurrences(one, Ours.class.getName()));
    }

    private URLClassLoader compile(String version, String constants) throws Exception {
        return GeneratedClasses.compile(
                directory.resolve(version), "Colour", "public enum Colour { " + constants + " }");
    }

    private static Object constant(ClassLoader loader, String name) throws Exception {
        return Class.forName("Colour", true, loader).getField(name).get(null);
    }

    private static int occurrences(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).split(text.replace("$", "\\$"), -1).length - 1;
    }

    private static byte[] forged(String className, String constant) {
        ByteSink sink = ByteSink.upTo(5_000);
        sink.writeByte(ValueTag.ENUM);
        sink.writeVarint(0);
        sink.writeText(className);
        sink.writeText(constant);
        return sink.toBytes();
    }

    private enum Ours {
        ONE,
        TWO
    }

    @SuppressWarnings("unused") // named in forged bytes only
    private static final class Trap {
        static {
            INITIALISED.set(true);
        }
    }
}
