// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.spi.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Classes compiled in a test, so that one can be there, be different, or be gone: fault 24. */
final class GeneratedClasses {
    private GeneratedClasses() {}

    /** A loader that sees the classes of this source, and ours. */
    static URLClassLoader compile(Path directory, String name, String source) throws IOException {
        Path file = Files.createDirectories(directory).resolve(name + ".java");
        Files.writeString(file, source);
        StringWriter output = new StringWriter();
        PrintWriter writer = new PrintWriter(output);
        int result = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(writer, writer, "-d", directory.toString(), "-proc:none", file.toString());
        assertEquals(0, result, output::toString);
        return new URLClassLoader(new URL[] {directory.toUri().toURL()}, GeneratedClasses.class.getClassLoader());
    }

    /** Runs the work with this context class loader. */
    static <T> T with(@Nullable ClassLoader loader, Callable<T> work) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return work.call();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
