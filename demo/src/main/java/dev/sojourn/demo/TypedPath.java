// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.TypeConversionException;

/** The path of a file as somebody types it behind a colon. */
final class TypedPath {
    private TypedPath() {}

    /**
     * Absolute, and without dots.
     *
     * @throws TypeConversionException if it is none
     */
    static Path of(String typed) {
        // A shell leaves ~ alone behind a colon.
        String expanded = typed.startsWith("~/") ? System.getProperty("user.home") + typed.substring(1) : typed;
        try {
            return Path.of(expanded).toAbsolutePath().normalize();
        } catch (InvalidPathException invalid) {
            throw new TypeConversionException("\"" + typed + "\" is not a path");
        }
    }
}
