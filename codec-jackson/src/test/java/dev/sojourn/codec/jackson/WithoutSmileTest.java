// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec.jackson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sojourn.codec.AttributeCodec;
import dev.sojourn.codec.jackson.Shop.Sepa;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import org.junit.jupiter.api.Test;

/** The artifact of the binary form is optional: JSON works without it, and asking for Smile says what is missing. */
class WithoutSmileTest {
    private final ClassLoader loader = new ClassLoader(getClass().getClassLoader()) {
        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("tools.jackson.dataformat.")) {
                throw new ClassNotFoundException(name);
            }
            boolean ours = name.startsWith("dev.sojourn.codec.jackson.") && !name.contains("Shop");
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : ours ? again(name) : super.loadClass(name, resolve);
        }

        private Class<?> again(String name) {
            try (InputStream file = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = file == null ? new byte[0] : file.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    };

    private Object builder() throws ReflectiveOperationException {
        Object builder = loader.loadClass(JacksonCodec.class.getName())
                .getMethod("builder")
                .invoke(null);
        return call(builder, "type", Sepa.class);
    }

    private static Object call(Object builder, String method, Class<?>... type) throws ReflectiveOperationException {
        return type.length == 0
                ? builder.getClass().getMethod(method).invoke(builder)
                : builder.getClass().getMethod(method, Class.class).invoke(builder, type[0]);
    }

    @Test
    void json_works_without_it() throws Exception {
        AttributeCodec codec = assertInstanceOf(AttributeCodec.class, call(builder(), "build"));
        assertEquals(new Sepa("x"), codec.decode(codec.encode(new Sepa("x"))));
    }

    @Test
    void binary_says_what_is_missing() throws Exception {
        Object binary = call(builder(), "binary");
        InvocationTargetException failed = assertThrows(InvocationTargetException.class, () -> call(binary, "build"));
        assertEquals(
                "binary() needs tools.jackson.dataformat:jackson-dataformat-smile on the path",
                assertInstanceOf(IllegalArgumentException.class, failed.getCause())
                        .getMessage());
    }
}
