// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.architecture;

import com.sun.source.util.JavacTask;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Reads Java sources with the compiler's own parser. */
public final class JavaSources {

    private JavaSources() {}

    /** A task that can parse these files; it is never asked to compile them. */
    public static JavacTask task(List<Path> files) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StandardJavaFileManager manager = compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);
        return (JavacTask) compiler.getTask(
                null,
                manager,
                null,
                List.of("-proc:none", "--release", "17"),
                null,
                manager.getJavaFileObjectsFromPaths(files));
    }
}
