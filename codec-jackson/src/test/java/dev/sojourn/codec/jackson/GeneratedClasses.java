// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec.jackson;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.spi.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Classes compiled in a test, so that one can be there, be different, or be gone: fault 24. */
final class GeneratedClasses {
    private GeneratedClasses() {}

    /** A loader that sees the classes of this source, and ours. */
    static URLClassLoader compile(Path directory, String source) throws IOException {
        javac(directory, Files.writeString(directory.resolve("Classes.java"), source));
        return new URLClassLoader(new URL[] {directory.toUri().toURL()}, GeneratedClasses.class.getClassLoader());
    }

    /** A loader of the classes of this source in a module with this descriptor. */
    static ClassLoader compileModule(Path directory, String name, String descriptor, String source) throws IOException {
        javac(
                directory,
                Files.writeString(directory.resolve("module-info.java"), descriptor),
                Files.writeString(directory.resolve("Classes.java"), source));
        ModuleLayer boot = ModuleLayer.boot();
        Configuration found = boot.configuration().resolve(ModuleFinder.of(directory), ModuleFinder.of(), Set.of(name));
        return boot.defineModulesWithOneLoader(found, GeneratedClasses.class.getClassLoader())
                .findLoader(name);
    }

    private static void javac(Path directory, Path... files) {
        List<String> arguments = new ArrayList<>(List.of("-d", directory.toString(), "-proc:none", "-parameters"));
        for (Path file : files) {
            arguments.add(file.toString());
        }
        StringWriter output = new StringWriter();
        PrintWriter writer = new PrintWriter(output);
        int result =
                ToolProvider.findFirst("javac").orElseThrow().run(writer, writer, arguments.toArray(new String[0]));
        assertEquals(0, result, output::toString);
    }

    /** An object of the class, made by its only constructor. */
    static Object make(Class<?> type, @Nullable Object... arguments) throws ReflectiveOperationException {
        Constructor<?> constructor = type.getDeclaredConstructors()[0];
        constructor.setAccessible(true);
        return constructor.newInstance(arguments);
    }

    /** Runs the work with this context class loader. */
    static void with(ClassLoader loader, Runnable work) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            work.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
